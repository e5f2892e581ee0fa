using Platform.Contracts.Lanes;

namespace Platform.Contracts.Latency;

/// <summary>What one service instance measured in about a second; histograms merge, percentiles do not.</summary>
public sealed record LatencyDigest
{
    /// <summary>The service: <c>ingest</c>, <c>publisher</c>, <c>edge</c>.</summary>
    public required string Service { get; init; }

    /// <summary>The instance's name.</summary>
    public required string Instance { get; init; }

    /// <summary>The instance's version, as it was told or built; empty from one that does not say.</summary>
    public string Version { get; init; } = "";

    /// <summary>When it was taken, in UTC.</summary>
    public required DateTime TakenAt { get; init; }

    /// <summary>The seconds that it covers.</summary>
    public required double Seconds { get; init; }

    /// <summary>The histograms.</summary>
    public required IReadOnlyList<StageHistogram> Histograms { get; init; }

    /// <summary>The edge's connections; <c>null</c> from other services.</summary>
    public EdgeLoad? Edge { get; init; }
}

/// <summary>One histogram: microseconds, as a compressed HdrHistogram.</summary>
public sealed record StageHistogram(Stage Stage, Lane Lane, string EventType, byte[] Histogram);

/// <summary>What an edge node carries.</summary>
/// <param name="Connections">Open connections by the token's role.</param>
/// <param name="MessagesSent">Messages written to connections since the digest before (one event to one client is one message).</param>
/// <param name="Healthy">Connections whose sends take 10 ms at most.</param>
/// <param name="Degraded">Connections above that.</param>
/// <param name="Critical">Connections above 100 ms.</param>
public sealed record EdgeLoad(
    IReadOnlyDictionary<string, int> Connections, long MessagesSent, int Healthy, int Degraded, int Critical)
{
    /// <summary>The slowest ones of those that are not healthy, the slowest first.</summary>
    public IReadOnlyList<SlowConnection> Slowest { get; init; } = [];

    /// <summary>Connections that were opened since the digest before.</summary>
    public int Opened { get; init; }

    /// <summary>What clients said of their own latency since the digest before.</summary>
    public ReportedLoad Reported { get; init; } = new(0, 0, 0);
}

/// <summary>The clients' latency reports; their times are among the digest's histograms.</summary>
/// <param name="Taken">Reports that count.</param>
/// <param name="LeftOut">Reports that do not, since their clocks are not known well enough.</param>
/// <param name="MaxClockErrorMs">The largest error bound among those that count.</param>
public sealed record ReportedLoad(int Taken, int LeftOut, double MaxClockErrorMs);

/// <summary>A connection whose sends take long. It says nothing about the person behind it.</summary>
/// <param name="Connection">The connection's id on its node.</param>
/// <param name="Role">The token's role.</param>
/// <param name="SendMs">Its longest send of the last half second.</param>
public sealed record SlowConnection(string Connection, string Role, double SendMs);
