namespace Platform.Edge.Channels;

/// <summary>
/// Puts one lane's frames in order (guarantee 3). The Redis client hands each to any thread, so that one may overtake another by a
/// moment; its queues, which keep the order, take 3 KB a channel each. Nobody waits here: who finds another thread at work leaves
/// its frame to that.
/// </summary>
internal sealed class FrameOrder(LiveLane lane, TimeProvider clock)
{
    /// <summary>
    /// How long frames wait for the one before, which may never come, at least; twice that where another hole had just closed. Longer than
    /// a thread usually has to wait for a core: one that is later still costs a look at history.
    /// </summary>
    public static readonly TimeSpan Patience = TimeSpan.FromMilliseconds(50);

    private readonly Lock _gate = new();
    private readonly PriorityQueue<LiveFrame, long> _waiting = new();
    private bool _isAtWork, _isTimed, _isOverdue;
    private long _stuckAt;

    /// <summary>Has the lane take the frame, and those that waited for it, unless a frame before is still to come.</summary>
    public void Add(LiveFrame frame)
    {
        lock (_gate)
        {
            _waiting.Enqueue(frame, frame.First);
            if (_isAtWork)
            {
                return;
            }

            _isAtWork = true;
        }

        Work();
    }

    private void Work()
    {
        while (Next() is { } frame)
        {
            try
            {
                lane.Take(frame);
            }
            catch (Exception e)
            {
                // Those behind it must not wait for it. If it is lost, the next one shows the hole.
                lane.Channel.NotTaken(lane.Lane, e);
            }
        }
    }

    private LiveFrame? Next()
    {
        lock (_gate)
        {
            while (_waiting.TryPeek(out var old, out _) && !lane.IsPresent(old))
            {
                _waiting.Dequeue();
            }

            // A hole that closed while its time ended leaves the next one its own.
            var isOverdue = _isOverdue && lane.Newest == _stuckAt;
            var isInTurn = _waiting.TryPeek(out var frame, out var first) && (isOverdue || first <= lane.Newest + 1);
            _isOverdue = false;
            if (isInTurn)
            {
                return _waiting.Dequeue();
            }

            _isAtWork = false;
            if (frame is not null && !_isTimed)
            {
                (_isTimed, _stuckAt) = (true, lane.Newest);
                _ = EndWaitAsync();
            }

            return null;
        }
    }

    // What did not come in this time is taken for lost: the lane finds the hole. It goes on behind what the pool has already been given.
    private async Task EndWaitAsync()
    {
        await Task.Delay(Patience, clock).ConfigureAwait(ConfigureAwaitOptions.ForceYielding);
        lock (_gate)
        {
            (_isTimed, _isOverdue) = (false, true);
            if (_isAtWork)
            {
                return;
            }

            _isAtWork = true;
        }

        Work();
    }
}
