using Platform.Contracts.Frames;
using Platform.Contracts.Hub;
using Platform.Contracts.Lanes;
using Platform.Edge.Channels;
using Platform.Edge.Connections;
using Platform.Edge.History;
using Platform.ServiceDefaults.Latency;
using StackExchange.Redis;

namespace Platform.Edge.Streams;

/// <summary>
/// Reads streams on from history: those that resume, that had no room, or that missed a live frame. It reads a page when the
/// connection has drained, so a slow client is served at its own pace, and holds no more than its outbox. Of what history no longer
/// has it tells the client (guarantee 4).
/// </summary>
internal sealed class CatchUp(ChannelHistory history, HistoryTurns turns, SlowEvents messages, TimeProvider clock)
{
    private static readonly TimeSpan RetryPause = TimeSpan.FromMilliseconds(250);

    public void Start(LaneStream stream, int life) => _ = Background.Run(stream.Connection, () => RunAsync(stream, life));

    private async Task RunAsync(LaneStream stream, int life)
    {
        var frames = ChannelHistory.PageFrames;
        while (!IsOver(stream, life))
        {
            await stream.Connection.Outbox.WhenDrainedAsync();
            var after = stream.After;
            var outcome = await TakePageAsync(stream, life, after, frames);
            // Of a frame that is too large for one round no other need be read beside it.
            frames = outcome == Outcome.InFrame ? 1 : ChannelHistory.PageFrames;
            switch (outcome)
            {
                case Outcome.MetLive:
                    return;
                case Outcome.Unread:
                    await Task.Delay(RetryPause, clock);
                    break;
                case Outcome.OtherEpoch:
                    // History goes on under another epoch: the channel tells its subscribers, and this stream is restarted.
                    await TryOpenAsync(stream);
                    break;
                case Outcome.Last when stream.After == after:
                    // The node knows of more than history holds: either it is about to come, or the channel has lost it.
                    await Task.Delay(RetryPause, clock);
                    await TryOpenAsync(stream);
                    break;
            }
        }
    }

    private static bool IsOver(LaneStream stream, int life) => stream.Life != life || stream.Connection.Closed.IsCancellationRequested;

    private async Task<Outcome> TakePageAsync(LaneStream stream, int life, long after, int frames)
    {
        using var turn = await turns.TakeAsync();
        if (IsOver(stream, life))
        {
            return Outcome.More;
        }

        if (await ReadAsync(stream, after, frames) is not { } page)
        {
            return Outcome.Unread;
        }

        if (page.Epoch != stream.Lane.Channel.Epoch)
        {
            return Outcome.OtherEpoch;
        }

        lock (stream.Lane.Gate)
        {
            Deliver(stream, life, page);
            return After(stream, life, page);
        }
    }

    private static Outcome After(LaneStream stream, int life, HistoryPage page)
    {
        if (page.IsLast && stream.TryGoLive(life))
        {
            return Outcome.MetLive;
        }

        if (page.IsLast && page.Reaches <= stream.After)
        {
            return Outcome.Last;
        }

        return page.EndsInside(stream.After) ? Outcome.InFrame : Outcome.More;
    }

    private async Task<HistoryPage?> ReadAsync(LaneStream stream, long after, int frames)
    {
        try
        {
            return await history.ReadAfterAsync(stream.Lane.Channel.Name, stream.Lane.Lane, after, frames);
        }
        catch (Exception e) when (e is RedisException or TimeoutException)
        {
            return null;
        }
    }

    private async Task TryOpenAsync(LaneStream stream)
    {
        try
        {
            await stream.Lane.Channel.OpenAsync();
        }
        catch (Exception e) when (e is RedisException or TimeoutException)
        {
            await Task.Delay(RetryPause, clock);
        }
    }

    private void Deliver(LaneStream stream, int life, HistoryPage page)
    {
        foreach (var frame in page.Frames)
        {
            if (frame.Last <= stream.After)
            {
                continue;
            }

            if ((frame.First > stream.After + 1 && !TellGap(stream, life, frame.First - 1)) || !TryTake(stream, life, frame))
            {
                return;
            }
        }

        if (page.IsLast && page.Newest > stream.After)
        {
            TellGap(stream, life, page.Newest);
        }
    }

    private bool TryTake(LaneStream stream, int life, Frame frame)
    {
        foreach (var message in stream.Connection.Format.Events(frame, stream.After, clock.NowMs()))
        {
            if (!stream.TryAdvance(life, message))
            {
                return false;
            }

            messages.CaughtUp(stream.Lane.Lane, message.Events);
        }

        return true;
    }

    private static bool TellGap(LaneStream stream, int life, long to)
    {
        var lane = stream.Lane;
        var gap = new GapMessage(lane.Channel.Name, lane.Lane.Name(), stream.After + 1, to, lane.Channel.Epoch);
        return stream.TryAdvance(life, new OutgoingMessage(stream.Connection.Format.Gap(gap), Last: to));
    }

    private enum Outcome
    {
        Unread,
        OtherEpoch,
        More,
        InFrame,
        Last,
        MetLive,
    }
}
