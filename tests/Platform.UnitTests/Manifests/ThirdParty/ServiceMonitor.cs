using k8s.Models;

namespace Platform.UnitTests.Manifests.ThirdParty;

/// <summary>The Prometheus Operator's word for what is scraped.</summary>
internal sealed class ServiceMonitor : ThirdPartyObject<ServiceMonitorSpec>;

internal sealed class ServiceMonitorSpec
{
    public V1LabelSelector Selector { get; set; } = new();

    public IList<ServiceMonitorEndpoint> Endpoints { get; set; } = [];
}

internal sealed class ServiceMonitorEndpoint
{
    public string? Port { get; set; }

    public string? Path { get; set; }

    public string? Interval { get; set; }

    public IList<ServiceMonitorRelabeling> Relabelings { get; set; } = [];
}

internal sealed class ServiceMonitorRelabeling
{
    public IList<string>? SourceLabels { get; set; }

    public string? TargetLabel { get; set; }

    public string? Regex { get; set; }

    public string? Replacement { get; set; }
}
