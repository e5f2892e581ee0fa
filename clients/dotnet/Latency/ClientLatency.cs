using Platform.Client.Place;

namespace Platform.Client.Latency;

/// <summary>The connection is slower than it should be.</summary>
/// <param name="IsCritical">Above 100 ms; else it is a warning, above 50 ms.</param>
/// <param name="RoundTripMs">The round trip.</param>
public sealed record Degraded(bool IsCritical, double RoundTripMs);

/// <summary>An event took longer than 10 ms from the platform's door to here.</summary>
/// <param name="Event">The event.</param>
/// <param name="LatencyMs">From accepted to here, by the server's clock.</param>
public sealed record SlowEvent(PlatformEvent Event, double LatencyMs);

/// <summary>What the client's own latencies are, and whether they are good.</summary>
internal sealed class ClientLatency(ServerClock clock, Action<Degraded> degraded, Action<SlowEvent> slow)
{
    private const double WarningMs = 50;
    private const double CriticalMs = 100;
    private const double SlowEventMs = 10;

    public LatencySamples RoundTrips { get; } = new();

    public LatencySamples Events { get; } = new();

    public void RoundTrip(double ms)
    {
        RoundTrips.Add(ms);
        if (ms > WarningMs)
        {
            degraded(new Degraded(ms > CriticalMs, ms));
        }
    }

    public void Event(PlatformEvent e)
    {
        var ms = Math.Max(clock.Now - e.AcceptedAt, 0);
        Events.Add(ms);
        if (ms > SlowEventMs)
        {
            slow(new SlowEvent(e, ms));
        }
    }
}
