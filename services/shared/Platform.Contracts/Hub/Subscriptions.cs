using System.Text.Json.Serialization;

namespace Platform.Contracts.Hub;

/// <summary>A wish to receive a channel's events.</summary>
/// <param name="Channel">The channel.</param>
/// <param name="Epoch">The epoch of the position to resume from, or <c>null</c> to start now.</param>
/// <param name="Offsets">The last offsets that the client has seen, or <c>null</c> to start now.</param>
/// <param name="Presence">Whether the client wants to be told who comes and leaves, on a channel that keeps presence.</param>
public sealed record SubscribeRequest(
    [property: JsonPropertyName("channel")] string Channel,
    [property: JsonPropertyName("epoch")] string? Epoch = null,
    [property: JsonPropertyName("offsets")] Offsets? Offsets = null,
    [property: JsonPropertyName("presence")] bool Presence = false);

/// <summary>The answer to one <see cref="SubscribeRequest"/>; it comes before the channel's first event.</summary>
/// <param name="Channel">The channel.</param>
/// <param name="Epoch">The channel's epoch now; <c>null</c> with an error.</param>
/// <param name="Offsets">Where this stream starts, lane by lane: the given offsets where history reaches back to them, else the newest.</param>
/// <param name="Recovered">Whether everything after the given position follows. <c>false</c> without a position.</param>
/// <param name="Error"><c>null</c>, or a <see cref="SubscribeErrors"/>.</param>
public sealed record SubscribeAnswer(
    [property: JsonPropertyName("channel")] string Channel,
    [property: JsonPropertyName("epoch")] string? Epoch,
    [property: JsonPropertyName("offsets")] Offsets? Offsets,
    [property: JsonPropertyName("recovered")] bool Recovered,
    [property: JsonPropertyName("error")] string? Error);

/// <summary>Why a channel was not subscribed to.</summary>
public static class SubscribeErrors
{
    /// <summary>The token does not name the channel.</summary>
    public const string Forbidden = "forbidden";

    /// <summary>It is not a channel's name.</summary>
    public const string InvalidChannel = "invalid_channel";

    /// <summary>The connection has as many subscriptions as it may.</summary>
    public const string TooMany = "too_many_subscriptions";

    /// <summary>History can't be asked now; try again.</summary>
    public const string Unavailable = "unavailable";
}
