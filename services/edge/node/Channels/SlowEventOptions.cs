using System.ComponentModel.DataAnnotations;

namespace Platform.Edge.Channels;

/// <summary>Which events count as slow.</summary>
internal sealed class SlowEventOptions
{
    /// <summary>The section of the configuration.</summary>
    public const string SectionName = "SlowEvents";

    /// <summary>
    /// Events that take longer from being accepted to being written are counted, and told of in one warning each ten seconds.
    /// Unit: milliseconds. Default: 10.
    /// </summary>
    [Range(1, 60_000)]
    public double Ms { get; set; } = 10;
}
