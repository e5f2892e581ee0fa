using System.ComponentModel.DataAnnotations;

namespace Platform.ServiceDefaults.Telemetry;

/// <summary>Who may read a service's Prometheus page.</summary>
public sealed class PrometheusOptions
{
    /// <summary>The section of the configuration.</summary>
    public const string SectionName = "Prometheus";

    /// <summary>
    /// The secret that a scraper sends as <c>Authorization: Bearer …</c>, at least 16 characters. Default: none; then the page is there for
    /// addresses of private networks and of this machine alone.
    /// </summary>
    [MinLength(16)]
    public string? Token { get; set; }
}
