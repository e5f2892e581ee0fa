namespace Platform.UnitTests.Manifests.ThirdParty;

/// <summary>The Prometheus Operator's word for a file of rules.</summary>
internal sealed class PrometheusRule : ThirdPartyObject<PrometheusRuleSpec>;

internal sealed class PrometheusRuleSpec
{
    public IList<PrometheusRuleGroup> Groups { get; set; } = [];
}

internal sealed class PrometheusRuleGroup
{
    public string? Name { get; set; }

    public IList<PrometheusRuleEntry> Rules { get; set; } = [];
}

internal sealed class PrometheusRuleEntry
{
    public string? Alert { get; set; }

    public string? Record { get; set; }

    public string? Expr { get; set; }

    public string? For { get; set; }

    public IDictionary<string, string>? Labels { get; set; }

    public IDictionary<string, string>? Annotations { get; set; }
}
