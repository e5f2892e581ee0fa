using System.ComponentModel.DataAnnotations;

namespace Platform.Edge.Connections;

/// <summary>How connections are looked after, and what counts as slow.</summary>
internal sealed class HeartbeatOptions
{
    /// <summary>The section of the configuration.</summary>
    public const string SectionName = "Heartbeat";

    /// <summary>How often a healthy connection gets a heartbeat. Unit: seconds. Default: 15.</summary>
    [Range(1, 300)]
    public int IntervalSeconds { get; set; } = 15;

    /// <summary>How often one gets it whose sends take longer than <see cref="DegradedSendMs"/>. Unit: seconds. Default: 10.</summary>
    [Range(1, 300)]
    public int DegradedIntervalSeconds { get; set; } = 10;

    /// <summary>
    /// After how long without a word from its client a connection is closed. Every SignalR client sends pings by itself (each 15 s);
    /// heartbeats need no answer. Unit: seconds. Default: 25.
    /// </summary>
    [Range(2, 600)]
    public int TimeoutSeconds { get; set; } = 25;

    /// <summary>A send that takes longer is counted, and warned of. Unit: milliseconds. Default: 5.</summary>
    [Range(1, 60_000)]
    public int SlowSendMs { get; set; } = 5;

    /// <summary>A connection whose sends take longer is degraded. Unit: milliseconds. Default: 10.</summary>
    [Range(1, 60_000)]
    public int DegradedSendMs { get; set; } = 10;

    /// <summary>A connection whose sends take longer is critical. Unit: milliseconds. Default: 100.</summary>
    [Range(1, 60_000)]
    public int CriticalSendMs { get; set; } = 100;
}
