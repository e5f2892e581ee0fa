using System.Text.Json;
using System.Text.Json.Serialization;
using Platform.Contracts.Channels;
using Platform.Contracts.Events;

namespace Platform.Load.Stock;

/// <summary>The event as a team would write it down: the fields of the wire, read and written by System.Text.Json.</summary>
internal sealed record StockEvent
{
    [JsonPropertyName(EventFields.Id)]
    public required string Id { get; init; }

    [JsonPropertyName(EventFields.EventType)]
    public required string EventType { get; init; }

    [JsonPropertyName(EventFields.Priority)]
    public string Priority { get; init; } = "normal";

    [JsonPropertyName(EventFields.UserId), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? UserId { get; init; }

    [JsonPropertyName(EventFields.Topic), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Topic { get; init; }

    [JsonPropertyName(EventFields.Data)]
    public JsonElement Data { get; init; }

    /// <summary>The group that gets it.</summary>
    [JsonPropertyName(EventFields.Channel)]
    public string Channel => UserId is { } user ? ChannelName.User(user) : Topic is { } topic ? ChannelName.Topic(topic) : ChannelName.Broadcast;
}
