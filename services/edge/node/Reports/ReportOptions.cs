using System.ComponentModel.DataAnnotations;

namespace Platform.Edge.Reports;

/// <summary>What clients may report of the latency that they see.</summary>
internal sealed class ReportOptions
{
    /// <summary>The section of the configuration.</summary>
    public const string SectionName = "ClientReports";

    /// <summary>
    /// How often a client is asked to report; one that comes in less than half of this time is refused. Unit: seconds. Default: 10.
    /// </summary>
    [Range(1, 3600)]
    public int IntervalSeconds { get; set; } = 10;

    /// <summary>
    /// Reports of clients that know the node's time less well than this do not count, since they would tell more of their clocks than
    /// of the events. Unit: milliseconds. Default: 5.
    /// </summary>
    [Range(0.1, 10_000)]
    public double MaxClockErrorMs { get; set; } = 5;
}
