using Platform.Load.Measurements;

namespace Platform.Load.Subscribers;

/// <summary>What all clients received.</summary>
internal sealed class Traffic(RunClock clock)
{
    private long _events, _bytes, _foreign, _lastAt = clock.Now;

    /// <summary>Deliveries of this run's events.</summary>
    public long Events => Interlocked.Read(ref _events);

    /// <summary>Deliveries that are not of this run: another run's leftovers, or another producer on our channels.</summary>
    public long Foreign => Interlocked.Read(ref _foreign);

    /// <summary>The average size of an event as it came to a client.</summary>
    public double BytesPerEvent => Events == 0 ? 0 : Interlocked.Read(ref _bytes) / (double)Events;

    /// <summary>When the last one came, on the run's clock.</summary>
    public long LastAt => Interlocked.Read(ref _lastAt);

    /// <summary>When nothing came to any client.</summary>
    public Silences Silences { get; } = new();

    public void Count(int bytes)
    {
        var isFirst = Interlocked.Increment(ref _events) == 1;
        Interlocked.Add(ref _bytes, bytes);
        var now = clock.Now;
        var before = Interlocked.Exchange(ref _lastAt, now);
        if (!isFirst)
        {
            Silences.Note(before, now);
        }
    }

    public void CountForeign() => Interlocked.Increment(ref _foreign);
}
