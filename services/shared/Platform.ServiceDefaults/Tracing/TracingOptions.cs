using System.ComponentModel.DataAnnotations;

namespace Platform.ServiceDefaults.Tracing;

/// <summary>
/// Which requests and events are traced. There is no tracing at all without the standard variable <c>OTEL_EXPORTER_OTLP_ENDPOINT</c>, which says
/// where the spans go.
/// </summary>
public sealed class TracingOptions
{
    /// <summary>The section of the configuration.</summary>
    public const string SectionName = "Tracing";

    /// <summary>The share of requests without a trace of their own for which one is begun. Default: 0.001.</summary>
    [Range(0, 1)]
    public double SampleRatio { get; set; } = 0.001;

    /// <summary>
    /// The most spans a second that are recorded because a caller's trace is: callers can't make a service export without bounds.
    /// Default: 200.
    /// </summary>
    [Range(0, 100_000)]
    public int MaxPerSecond { get; set; } = 200;
}
