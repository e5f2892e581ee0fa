namespace Platform.Publisher.Lanes;

/// <summary>
/// The flushes that are under way, oldest first. A further one starts beside them only when enough events wait: below that, waiting
/// for the one under way makes batches, and above, the way to Redis and back does not bound the lane.
/// </summary>
internal sealed class Flushes
{
    private readonly Queue<Task> _underWay = new();

    /// <summary>Done when all so far are; each waits for it, so that acks keep the queue's order.</summary>
    public Task Last { get; private set; } = Task.CompletedTask;

    public bool AreUnderWay => !Last.IsCompleted;

    public void Add(Task flush) => _underWay.Enqueue(Last = flush);

    /// <summary>Waits until a further flush may start, and returns what was last waited for; throws what ended one.</summary>
    /// <param name="incoming">What waits to be flushed.</param>
    /// <param name="enough">How many events must wait for a flush to start beside others.</param>
    /// <param name="atMost">How many flushes may be under way.</param>
    /// <param name="before">What was waited for before, which this returns if it waits for nothing more.</param>
    public async Task<WaitedFor> RoomAsync(Incoming incoming, int enough, int atMost, WaitedFor before)
    {
        var waited = before;
        await DropDoneAsync();
        while (_underWay.Count > 0)
        {
            if (_underWay.Count >= atMost)
            {
                await _underWay.Peek();

                // Few events do not say that there are too many in hand: with more in hand, more might have waited.
                waited = incoming.WhenWaitingAsync(enough).IsCompleted ? WaitedFor.Room : before;
            }
            else if (incoming.WhenWaitingAsync(enough) is { IsCompleted: false } more)
            {
                waited = WaitedFor.Messages;
                await Task.WhenAny(_underWay.Peek(), more);
            }
            else
            {
                break;
            }

            await DropDoneAsync();
        }

        return waited;
    }

    /// <summary>Waits for all; throws what ended one.</summary>
    public async Task AllAsync()
    {
        while (_underWay.TryPeek(out var oldest))
        {
            await oldest;
            _ = _underWay.Dequeue();
        }
    }

    /// <summary>Waits for all, however they end.</summary>
    public async Task SettleAsync()
    {
        await Task.WhenAll(_underWay).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _underWay.Clear();
    }

    private async ValueTask DropDoneAsync()
    {
        while (_underWay.TryPeek(out var oldest) && oldest.IsCompleted)
        {
            await oldest;
            _ = _underWay.Dequeue();
        }
    }
}
