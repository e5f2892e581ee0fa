using System.Text.Json;
using Platform.Contracts.Events;
using Platform.Contracts.Lanes;

namespace Platform.Client.Place;

/// <summary>An event as a subscriber gets it.</summary>
/// <param name="Id">The idempotency key.</param>
/// <param name="EventType">What kind of event it is.</param>
/// <param name="Channel">The channel that it came by.</param>
/// <param name="Lane">The lane that it came by.</param>
/// <param name="Offset">Its place among the channel's events of its lane: 1, 2, 3, …</param>
/// <param name="AcceptedAt">When the platform took it: milliseconds since 1970.</param>
/// <param name="Data">What its producer put in.</param>
/// <param name="Whole">The event as it came, with all of its fields.</param>
public sealed record PlatformEvent(
    string Id, string EventType, string Channel, Lane Lane, long Offset, double AcceptedAt, JsonElement Data, JsonElement Whole)
{
    /// <summary>When the node made the frame, where it says so: for measurements alone. Unit: ms since 1970.</summary>
    internal double? ServerTimestamp => Whole.TryGetProperty(EventFields.ServerTimestamp, out var at) ? at.GetDouble() : null;

    internal static PlatformEvent Read(JsonElement json) => new(
        json.GetProperty(EventFields.Id).GetString()!,
        json.GetProperty(EventFields.EventType).GetString()!,
        json.GetProperty(EventFields.Channel).GetString()!,
        LaneNames.TryParse(json.GetProperty(EventFields.Priority).GetString(), out var lane) ? lane : Lane.Normal,
        json.GetProperty(EventFields.Offset).GetInt64(),
        json.GetProperty(EventFields.AcceptedAt).GetDouble(),
        json.GetProperty(EventFields.Data),
        json);
}
