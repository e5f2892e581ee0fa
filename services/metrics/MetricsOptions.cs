using System.ComponentModel.DataAnnotations;

namespace Platform.Metrics;

/// <summary>How the statistics are made.</summary>
internal sealed class MetricsOptions
{
    /// <summary>The section of the configuration.</summary>
    public const string SectionName = "Metrics";

    /// <summary>
    /// The stage <c>total</c> is what clients report, up to their handlers, once they report at least this share of all deliveries; else it
    /// ends where an edge node has written the event. A few strangers' reports say nothing of the others. Default: 0.05.
    /// </summary>
    [Range(0, 1)]
    public double MinReportedShare { get; set; } = 0.05;
}
