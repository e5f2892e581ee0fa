using System.Text.Json.Serialization;
using Platform.Metrics.Alerts;
using Platform.Metrics.Latency;
using Platform.Metrics.Throughput;

namespace Platform.Metrics.Dashboard;

/// <summary>The <c>data</c> of an event on <see cref="Contracts.Names.OpsTopics.Metrics"/>. It changes by addition only.</summary>
/// <param name="LatencyByLane">The whole way of the events that came to its end since the snapshot before.</param>
/// <param name="LatencyByStage">Each stage over the last minute.</param>
/// <param name="Throughput">What <c>throughput-metrics</c> says.</param>
/// <param name="ConnectionHealth">How the connections of all edges are.</param>
/// <param name="EdgesByVersion">The edges side by side, by their versions.</param>
/// <param name="Alerts">All alerts, those that fire first.</param>
internal sealed record Snapshot(
    [property: JsonPropertyName("latency_by_lane")] IReadOnlyDictionary<string, SnapshotLatency> LatencyByLane,
    [property: JsonPropertyName("latency_by_stage")] IReadOnlyDictionary<string, SnapshotLatency> LatencyByStage,
    [property: JsonPropertyName("throughput")] ThroughputMetrics Throughput,
    [property: JsonPropertyName("connection_health")] ConnectionHealth ConnectionHealth,
    [property: JsonPropertyName("edges_by_version")] IReadOnlyDictionary<string, VersionLoad> EdgesByVersion,
    [property: JsonPropertyName("alerts")] IReadOnlyList<AlertState> Alerts);

/// <summary>The edges of one version; latency over the last minute.</summary>
internal sealed record VersionLoad(
    [property: JsonPropertyName("nodes")] int Nodes,
    [property: JsonPropertyName("connections")] int Connections,
    [property: JsonPropertyName("messages_per_second")] double MessagesPerSecond,
    [property: JsonPropertyName("slow_connections")] int SlowConnections,
    [property: JsonPropertyName("written")] SnapshotLatency? Written,
    [property: JsonPropertyName("outbox")] SnapshotLatency? Outbox);

/// <summary>Times in milliseconds.</summary>
internal sealed record SnapshotLatency(
    [property: JsonPropertyName("count")] long Count,
    [property: JsonPropertyName("p50")] double P50,
    [property: JsonPropertyName("p95")] double P95,
    [property: JsonPropertyName("p99")] double P99)
{
    public static SnapshotLatency Of(Distribution times) => new(times.Count, times.Percentile(50), times.Percentile(95), times.Percentile(99));
}
