namespace Platform.Contracts.Names;

/// <summary>The paths of the HTTP doors.</summary>
public static class Routes
{
#pragma warning disable CS1591 // The names speak for themselves; the doors are described in docs/protocol.md.
    public const string Events = "/api/v1/events";
    public const string Channels = "/api/v1/channels";
    public const string History = Channels + "/{channel}/history";
    public const string Presence = Channels + "/{channel}/presence";
    public const string Performance = "/api/v1/websocket-performance";
    public const string LatencyMetrics = Performance + "/latency-metrics";
    public const string ThroughputMetrics = Performance + "/throughput-metrics";
    public const string LatencySeries = Performance + "/latency-series";
    public const string Alerts = Performance + "/alerts";
    public const string PerformanceSpec = Performance + "/openapi.json";
    public const string Revoke = "/api/v1/admin/revoke";
    public const string Hub = "/hubs/events";
    public const string Dashboard = "/dashboard";
    public const string ApiPage = Dashboard + "/api";
    public const string DevToken = "/dev/token";
    public const string Live = "/health/live";
    public const string Ready = "/health/ready";
    public const string Prometheus = "/metrics";
#pragma warning restore CS1591
}
