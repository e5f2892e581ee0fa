using System.Text.Json.Serialization;

namespace Platform.Contracts.Hub;

/// <summary>Where a channel's stream stands: sent before the first event of the automatic channel, and when an epoch changed.</summary>
public sealed record PositionMessage(
    [property: JsonPropertyName("channel")] string Channel,
    [property: JsonPropertyName("epoch")] string Epoch,
    [property: JsonPropertyName("offsets")] Offsets Offsets);

/// <summary>Events that this client did not get and can't get any more: history no longer has them.</summary>
/// <param name="Channel">The channel.</param>
/// <param name="Priority">The lane.</param>
/// <param name="From">The first offset that is missing.</param>
/// <param name="To">The last one.</param>
/// <param name="Epoch">The epoch that the offsets belong to.</param>
public sealed record GapMessage(
    [property: JsonPropertyName("channel")] string Channel,
    [property: JsonPropertyName("priority")] string Priority,
    [property: JsonPropertyName("from")] long From,
    [property: JsonPropertyName("to")] long To,
    [property: JsonPropertyName("epoch")] string Epoch);

/// <summary>Who came to a channel, and who left it: sent to those who asked for it. The first one names all who are there.</summary>
/// <param name="Channel">The channel.</param>
/// <param name="Joined">Users of whom no connection was there before.</param>
/// <param name="Left">Users of whom no connection is there any more.</param>
/// <param name="Count">How many users are there now.</param>
public sealed record PresenceMessage(
    [property: JsonPropertyName("channel")] string Channel,
    [property: JsonPropertyName("joined")] IReadOnlyList<PresentUser> Joined,
    [property: JsonPropertyName("left")] IReadOnlyList<PresentUser> Left,
    [property: JsonPropertyName("count")] long Count);

/// <summary>A user on a channel.</summary>
public sealed record PresentUser([property: JsonPropertyName("sub")] string Subject, [property: JsonPropertyName("role")] string Role);

/// <summary>The node's clock, in milliseconds since 1970, for round trips and clock offsets.</summary>
public sealed record ServerTime([property: JsonPropertyName("server_time")] double Milliseconds);

/// <summary>The node is about to leave.</summary>
/// <param name="ReconnectAfterMs">Spread over the clients, so that they do not all come back at once.</param>
public sealed record DrainingMessage([property: JsonPropertyName("reconnect_after_ms")] int ReconnectAfterMs);

/// <summary>The answer to a new token.</summary>
/// <param name="ExpiresAt">When the connection ends unless another one comes before: milliseconds since 1970.</param>
/// <param name="Ended">The subscribed channels that the new token does not name: nothing more comes from them.</param>
public sealed record RefreshAnswer(
    [property: JsonPropertyName("expires_at")] double ExpiresAt,
    [property: JsonPropertyName("ended")] IReadOnlyList<string> Ended);
