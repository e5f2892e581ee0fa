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
internal sealed class CatchUp(ChannelHistory history, SlowEvents messages, TimeProvider clock)
{
    // Reads at once on this node: those who come back share Redis with those who stayed.
    private const int MaxReads = 16;

    private static readonly TimeSpan RetryPause = TimeSpan.FromMilliseconds(250);

    private readonly SemaphoreSlim _reads = new(MaxReads);

    public void Start(LaneStream stream, int life) => _ = Background.Run(stream.Connection, () => RunAsync(stream, life));

    private async Task RunAsync(LaneStream stream, int life)
    {
        while (stream.Life == life && !stream.Connection.Closed.IsCancellationRequested)
        {
            await stream.Connection.Outbox.WhenDrainedAsync();
            var after = stream.After;
            if (await ReadAsync(stream, after) is not { } page)
            {
                await Task.Delay(RetryPause, clock);
                continue;
            }

            if (page.Epoch != stream.Lane.Channel.Epoch)
            {
                // History goes on under another epoch: the channel tells its subscribers, and this stream is restarted.
                await TryOpenAsync(stream);
                continue;
            }

            lock (stream.Lane.Gate)
            {
                Deliver(stream, life, page);
                if (page.IsLast && stream.TryGoLive(life))
                {
                    return;
                }
            }

            if (page.IsLast && stream.After == after)
            {
                // The node knows of more than history holds: either it is about to come, or the channel has lost it.
                await Task.Delay(RetryPause, clock);
                await TryOpenAsync(stream);
            }
        }
    }

    private async Task<HistoryPage?> ReadAsync(LaneStream stream, long after)
    {
        await _reads.WaitAsync();
        try
        {
            return await history.ReadAfterAsync(stream.Lane.Channel.Name, stream.Lane.Lane, after);
        }
        catch (Exception e) when (e is RedisException or TimeoutException)
        {
            return null;
        }
        finally
        {
            _reads.Release();
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

            var count = frame.Last - Math.Max(frame.First - 1, stream.After);
            if ((frame.First > stream.After + 1 && !TellGap(stream, life, frame.First - 1))
                || !stream.TryAdvance(life, stream.Connection.Format.Events(frame, stream.After, clock.NowMs()), frame.Last, count))
            {
                return;
            }

            messages.CaughtUp(stream.Lane.Lane, count);
        }

        if (page.IsLast && page.Newest > stream.After)
        {
            TellGap(stream, life, page.Newest);
        }
    }

    private static bool TellGap(LaneStream stream, int life, long to)
    {
        var lane = stream.Lane;
        var gap = new GapMessage(lane.Channel.Name, lane.Lane.Name(), stream.After + 1, to, lane.Channel.Epoch);
        return stream.TryAdvance(life, stream.Connection.Format.Gap(gap), to, events: 0);
    }
}
