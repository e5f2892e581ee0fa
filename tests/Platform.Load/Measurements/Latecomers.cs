namespace Platform.Load.Measurements;

/// <summary>When the last event came that was due before a moment of the run: what was held up until then has arrived.</summary>
internal sealed class Latecomers
{
    private long _moment, _lastAt, _count;

    /// <summary>The moment; what is due before it and comes from now on is late.</summary>
    public void CountFrom(long moment)
    {
        Interlocked.Exchange(ref _count, 0);
        Interlocked.Exchange(ref _lastAt, moment);
        Volatile.Write(ref _moment, moment);
    }

    /// <summary>How many came so.</summary>
    public long Count => Interlocked.Read(ref _count);

    /// <summary>When the last of them came, or the moment itself.</summary>
    public long LastAt => Interlocked.Read(ref _lastAt);

    public void Note(long sentAt, long arrivedAt)
    {
        if (sentAt >= Volatile.Read(ref _moment) || arrivedAt < Volatile.Read(ref _moment))
        {
            return;
        }

        Interlocked.Increment(ref _count);
        for (var last = LastAt; arrivedAt > last; last = LastAt)
        {
            if (Interlocked.CompareExchange(ref _lastAt, arrivedAt, last) == last)
            {
                return;
            }
        }
    }
}
