using System.Text.Json.Serialization;

namespace Platform.Metrics.Throughput;

/// <summary>How the connections of all edges are, by how long sends to them take.</summary>
internal sealed record ConnectionHealth(
    [property: JsonPropertyName("healthy")] int Healthy,
    [property: JsonPropertyName("degraded")] int Degraded,
    [property: JsonPropertyName("critical")] int Critical,
    [property: JsonPropertyName("slowest")] IReadOnlyList<SlowestConnection> Slowest);

/// <summary>One of the connections whose sends take longest.</summary>
internal sealed record SlowestConnection(
    [property: JsonPropertyName("node")] string Node,
    [property: JsonPropertyName("connection")] string Connection,
    [property: JsonPropertyName("role")] string Role,
    [property: JsonPropertyName("send_ms")] double SendMs);
