namespace Platform.Gateway.Forwarding;

/// <summary>The services behind the door, as readiness, logs and problems name them.</summary>
internal static class Upstream
{
    public const string Ingest = "ingest";
    public const string Edges = "edges";
    public const string Metrics = "metrics";

    public static IReadOnlyList<string> All { get; } = [Ingest, Edges, Metrics];
}
