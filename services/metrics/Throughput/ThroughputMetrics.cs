using System.Text.Json.Serialization;

namespace Platform.Metrics.Throughput;

/// <summary>
/// The answer of <c>throughput-metrics</c>. Accepted are events over HTTP; what producers put on RabbitMQ themselves is seen when it is
/// stored. A queue's depth, and the number of dead letters, is <c>null</c> while RabbitMQ can't be asked.
/// </summary>
internal sealed record ThroughputMetrics(
    [property: JsonPropertyName("active_connections")] int ActiveConnections,
    [property: JsonPropertyName("messages_per_second")] double MessagesPerSecond,
    [property: JsonPropertyName("events_per_second")] double EventsPerSecond,
    [property: JsonPropertyName("accepted_per_second")] double AcceptedPerSecond,
    [property: JsonPropertyName("queue_depth")] long? QueueDepth,
    [property: JsonPropertyName("queue_depth_by_lane")] IReadOnlyDictionary<string, long>? QueueDepthByLane,
    [property: JsonPropertyName("dead_letters")] long? DeadLetters,
    [property: JsonPropertyName("connection_distribution")] IReadOnlyDictionary<string, int> ConnectionDistribution,
    [property: JsonPropertyName("connections_by_node")] IReadOnlyDictionary<string, int> ConnectionsByNode);
