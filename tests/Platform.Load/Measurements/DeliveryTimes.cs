namespace Platform.Load.Measurements;

/// <summary>How long deliveries took, in whole and by part. Every sample of every client goes into the same histograms.</summary>
internal sealed class DeliveryTimes(RunClock clock)
{
    private long _warmAt = long.MaxValue;

    /// <summary>Meant to be sent → here.</summary>
    public Durations Total { get; } = new();

    /// <summary>Meant to be sent → <c>accepted_at</c>.</summary>
    public Durations In { get; } = new();

    /// <summary><c>accepted_at</c> → <c>_server_timestamp</c>.</summary>
    public Durations Inside { get; } = new();

    /// <summary><c>_server_timestamp</c> → here.</summary>
    public Durations Out { get; } = new();

    /// <summary>Events that are meant to be sent from now on count (microseconds on the run's clock); those before warm up.</summary>
    public void CountFrom(long sentAt) => Volatile.Write(ref _warmAt, sentAt);

    /// <summary>Enters a delivery; the two times of the platform are those on the wire.</summary>
    public void Record(long sentAt, double acceptedAt, double serverTimestamp, long arrivedAt)
    {
        if (sentAt < Volatile.Read(ref _warmAt))
        {
            return;
        }

        var (accepted, framed) = (clock.FromWire(acceptedAt), clock.FromWire(serverTimestamp));
        Total.Record(arrivedAt - sentAt);
        In.Record(accepted - sentAt);
        Inside.Record(framed - accepted);
        Out.Record(arrivedAt - framed);
    }
}
