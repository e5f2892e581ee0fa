namespace Platform.Edge.Channels;

/// <summary>
/// Puts one lane's frames in order (guarantee 3). The Redis client hands each to any thread, so that one may overtake another by a
/// moment; its queues, which keep the order, take 3 KB a channel each. Nobody waits here: who finds another thread at work leaves
/// its frame to that.
/// </summary>
internal sealed class FrameOrder(LiveLane lane, TimeProvider clock)
{
    /// <summary>How long a frame waits for the one before, which may never come: by far more than threads are apart.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromMilliseconds(20);

    private readonly Lock _gate = new();
    private PriorityQueue<LiveFrame, long>? _waiting;
    private bool _isAtWork;
    private bool _isTimed;

    /// <summary>Has the lane take the frame, and those that waited for it, unless a frame before is still to come.</summary>
    public void Add(LiveFrame frame)
    {
        lock (_gate)
        {
            _waiting ??= new PriorityQueue<LiveFrame, long>();
            _waiting.Enqueue(frame, frame.First);
            if (_isAtWork)
            {
                return;
            }

            _isAtWork = true;
        }

        Work(isOverdue: false);
    }

    private void Work(bool isOverdue)
    {
        try
        {
            while (Next(isOverdue) is { } frame)
            {
                lane.Take(frame);
            }
        }
        catch
        {
            // The frame is lost, and shows as a hole; those behind it go on with the next that comes.
            lock (_gate)
            {
                _isAtWork = false;
            }

            throw;
        }
    }

    private LiveFrame? Next(bool isOverdue)
    {
        lock (_gate)
        {
            if (_waiting!.TryPeek(out var frame, out var first) && (isOverdue || first <= lane.Newest + 1))
            {
                return _waiting.Dequeue();
            }

            _isAtWork = false;
            if (frame is not null && !_isTimed)
            {
                _isTimed = true;
                _ = EndWaitAsync();
            }

            return null;
        }
    }

    // What did not come until then is taken for lost: the lane finds the hole.
    private async Task EndWaitAsync()
    {
        await Task.Delay(Patience, clock).ConfigureAwait(false);
        lock (_gate)
        {
            _isTimed = false;
            if (_isAtWork)
            {
                return;
            }

            _isAtWork = true;
        }

        Work(isOverdue: true);
    }
}
