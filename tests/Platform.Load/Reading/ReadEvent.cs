using System.Text.Json;
using System.Text.Json.Serialization;

namespace Platform.Load.Reading;

/// <summary>What every reader makes of a message: the same type from the same bytes, so that only the way to it differs.</summary>
internal sealed record ReadEvent
{
    [JsonPropertyName("id")]
    public required string Id { get; init; }

    [JsonPropertyName("event_type")]
    public required string EventType { get; init; }

    [JsonPropertyName("topic")]
    public string? Topic { get; init; }

    [JsonPropertyName("data")]
    public JsonElement Data { get; init; }
}
