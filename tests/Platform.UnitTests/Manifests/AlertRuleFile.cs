namespace Platform.UnitTests.Manifests;

/// <summary>deploy/observability/rules.yml as the Prometheus Operator takes it: the same text, two steps further in.</summary>
internal static class AlertRuleFile
{
    public static string Text { get; } = File.ReadAllText(Path.Combine(Repository.Folder, "deploy", "observability", "rules.yml"));

    private const string Head = """
        apiVersion: monitoring.coreos.com/v1
        kind: PrometheusRule
        metadata: { name: platform }
        spec:

        """;

    public static string AsManifest() => Head + string.Join('\n', Text.Split('\n').Select(line => line is "" || line.StartsWith('#') ? line : $"  {line}"));
}
