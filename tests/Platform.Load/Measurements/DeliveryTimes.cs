namespace Platform.Load.Measurements;

/// <summary>How long deliveries took, in whole and by part. Every sample of every client goes into the same histograms.</summary>
/// <param name="clock">The run's clock.</param>
/// <param name="timeline">The same by the second, where somebody wants it.</param>
/// <param name="latecomers">What came late, where somebody wants to know.</param>
/// <param name="recovery">When all is as it was before a fault, where there is one.</param>
internal sealed class DeliveryTimes(RunClock clock, Timeline? timeline = null, Latecomers? latecomers = null, RecoveryWatch? recovery = null)
{
    private long _warmAt = long.MaxValue;

    /// <summary>Meant to be sent → here.</summary>
    public Durations Total { get; } = new();

    /// <summary>Meant to be sent → <c>accepted_at</c>.</summary>
    public Durations In { get; } = new();

    /// <summary><c>accepted_at</c> → <c>_server_timestamp</c>.</summary>
    public Durations Inside { get; } = new();

    /// <summary><c>accepted_at</c> → here.</summary>
    public Durations SinceAccepted { get; } = new();

    /// <summary><c>_server_timestamp</c> → here.</summary>
    public Durations Out { get; } = new();

    /// <summary>Events that are meant to be sent from now on count (microseconds on the run's clock); those before warm up.</summary>
    public void CountFrom(long sentAt) => Volatile.Write(ref _warmAt, sentAt);

    /// <summary>Enters a delivery; <c>false</c> while warming up.</summary>
    public bool Record(long sentAt, long arrivedAt)
    {
        latecomers?.Note(sentAt, arrivedAt);
        recovery?.Note(sentAt, arrivedAt);
        var warmAt = Volatile.Read(ref _warmAt);
        if (sentAt < warmAt)
        {
            return false;
        }

        Total.Record(arrivedAt - sentAt);
        timeline?.Record(sentAt - warmAt, arrivedAt - sentAt);
        return true;
    }

    /// <summary>Enters a delivery and its parts; the two times of the platform are those on the wire.</summary>
    public void Record(long sentAt, double acceptedAt, double serverTimestamp, long arrivedAt)
    {
        if (!Record(sentAt, arrivedAt))
        {
            return;
        }

        var (accepted, framed) = (clock.FromWire(acceptedAt), clock.FromWire(serverTimestamp));
        In.Record(accepted - sentAt);
        Inside.Record(framed - accepted);
        SinceAccepted.Record(arrivedAt - accepted);
        Out.Record(arrivedAt - framed);
    }
}
