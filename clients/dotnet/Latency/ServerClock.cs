namespace Platform.Client.Latency;

/// <summary>The server's time by its answers to pings: latency is measured between two machines' clocks.</summary>
internal sealed class ServerClock(TimeProvider time)
{
    private const int Kept = 8;

    private readonly Lock _lock = new();
    private readonly Queue<(double RoundTrip, double Offset)> _samples = new();

    /// <summary>How far this machine's clock is behind, as far as the quickest round trip proves that it is. Unit: ms.</summary>
    public double Offset => Best is { } best && Math.Abs(best.Offset) > best.RoundTrip / 2 ? best.Offset : 0;

    /// <summary>How wrong <see cref="Now"/> may be at most; <c>null</c> before the first answer. Unit: ms.</summary>
    public double? Uncertainty => Best is { } best ? (best.RoundTrip / 2) + Math.Abs(best.Offset - Offset) : null;

    /// <summary>Milliseconds since 1970 by this machine.</summary>
    public double Local => (time.GetUtcNow() - DateTimeOffset.UnixEpoch).TotalMilliseconds;

    public double Now => Local + Offset;

    private (double RoundTrip, double Offset)? Best
    {
        get
        {
            lock (_lock)
            {
                return _samples.Count == 0 ? null : _samples.MinBy(sample => sample.RoundTrip);
            }
        }
    }

    public double Answered(double sent, double serverTime)
    {
        var received = Local;
        lock (_lock)
        {
            _samples.Enqueue((received - sent, serverTime - ((sent + received) / 2)));
            if (_samples.Count > Kept)
            {
                _samples.Dequeue();
            }
        }

        return received - sent;
    }

    public void Forget()
    {
        lock (_lock)
        {
            _samples.Clear();
        }
    }
}
