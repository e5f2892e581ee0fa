using System.Threading.Channels;
using Platform.Contracts.Lanes;
using Platform.Publisher.Reading;

namespace Platform.Publisher.Lanes;

/// <summary>
/// Takes what is there, up to the lane's bound: natural batching. What arrives during one append makes the next batch, so that
/// batches grow with the load and an idle lane waits for nothing. A window can make it wait for more, for 10 ms at most.
/// </summary>
internal sealed class BatchTaker(Lane lane, Func<LaneOptions> options, TimeProvider clock)
{
    // Of redelivered messages, which nobody has read yet, so that how many events they hold is not known.
    private const int MaxUnreadBytes = 256 * 1024;

    public async ValueTask<Batch> TakeAsync(ChannelReader<LaneMessage> incoming, CancellationToken cancellationToken)
    {
        var knobs = options();
        List<LaneMessage> messages = [];
        var events = Drain(incoming, messages, 0, knobs.MaxBatch);
        if (messages.Count > 0 && knobs.WindowMs > 0 && lane != Lane.Critical && !messages[0].IsRedelivered)
        {
            await FillAsync(incoming, messages, events, knobs, cancellationToken);
        }

        return new Batch(messages);
    }

    private async Task FillAsync(
        ChannelReader<LaneMessage> incoming, List<LaneMessage> messages, int events, LaneOptions knobs, CancellationToken cancellationToken)
    {
        var until = messages[0].ReadAt + knobs.WindowMs;
        while (events < knobs.MaxBatch && await incoming.WaitAsync(until, clock, cancellationToken) == Wait.Ready)
        {
            var before = messages.Count;
            events = Drain(incoming, messages, events, knobs.MaxBatch);
            if (messages.Count == before)
            {
                return;
            }
        }
    }

    // Redelivered messages are taken by themselves: one of them may be what the publisher before died of.
    private static int Drain(ChannelReader<LaneMessage> incoming, List<LaneMessage> messages, int events, int maxBatch)
    {
        var unread = 0;
        while (incoming.TryPeek(out var next)
            && (messages.Count == 0 || (events + next.Entries.Count <= maxBatch && unread + next.UnreadBytes <= MaxUnreadBytes))
            && (messages.Count == 0 || next.IsRedelivered == messages[0].IsRedelivered)
            && incoming.TryRead(out next))
        {
            messages.Add(next);
            events += next.Entries.Count;
            unread += next.UnreadBytes;
        }

        return events;
    }
}
