using System.Text.Json.Serialization;

namespace Platform.Client.Publish;

/// <summary>What may be published. The address is the first of user, location and topic that is there; none is <c>broadcast</c>.</summary>
public sealed record EventDraft
{
    /// <summary>1 to 128 of <c>a-z 0-9 _ . -</c>.</summary>
    [JsonPropertyName("event_type")]
    public required string EventType { get; init; }

    /// <summary>Any value that becomes JSON.</summary>
    [JsonPropertyName("data")]
    public required object? Data { get; init; }

    /// <summary>The idempotency key; made here, so that a retry is never a double.</summary>
    [JsonPropertyName("id")]
    public string Id { get; init; } = Guid.CreateVersion7().ToString();

    /// <summary><c>critical</c>, <c>high</c> or <c>normal</c>.</summary>
    [JsonPropertyName("priority")]
    public string Priority { get; init; } = "normal";

    /// <summary>Of <c>user:{id}</c>.</summary>
    [JsonPropertyName("user_id"), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? UserId { get; init; }

    /// <summary>Of <c>location:{id}</c>.</summary>
    [JsonPropertyName("location_id"), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? LocationId { get; init; }

    /// <summary>Of <c>topic:{name}</c>.</summary>
    [JsonPropertyName("topic"), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Topic { get; init; }
}
