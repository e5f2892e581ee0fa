using System.Text.Json.Serialization;

namespace Platform.Metrics.Throughput;

/// <summary>How the connections of all edges are, by how long sends to them take.</summary>
internal sealed record ConnectionHealth(
    [property: JsonPropertyName("healthy")] int Healthy,
    [property: JsonPropertyName("degraded")] int Degraded,
    [property: JsonPropertyName("critical")] int Critical);
