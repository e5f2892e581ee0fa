using Platform.Contracts.Events;

namespace Platform.Contracts.Channels;

/// <summary>
/// What clients subscribe to: <c>user:{id}</c>, <c>location:{id}</c>, <c>topic:{name}</c> or <c>broadcast</c>.
/// The id is 1 to 128 printable characters.
/// </summary>
public static class ChannelName
{
    /// <summary>The channel of events that have no address.</summary>
    public const string Broadcast = "broadcast";

    private const string UserKind = "user:";
    private const string LocationKind = "location:";
    private const string TopicKind = "topic:";

    /// <summary>The channel of one user.</summary>
    public static string User(string id) => UserKind + id;

    /// <summary>The channel of one location.</summary>
    public static string Location(string id) => LocationKind + id;

    /// <summary>The channel of one topic.</summary>
    public static string Topic(string name) => TopicKind + name;

    /// <summary>The channel that an event goes to: the first address that is present.</summary>
    public static string Of(Event @event) =>
        @event.UserId is { } user ? User(user)
        : @event.LocationId is { } location ? Location(location)
        : @event.Topic is { } topic ? Topic(topic)
        : Broadcast;

    /// <summary>The name as logs may hold it: of a user's or a location's channel its kind alone.</summary>
    public static string WithoutId(string name)
    {
        foreach (var kind in (ReadOnlySpan<string>)[UserKind, LocationKind])
        {
            if (name.StartsWith(kind, StringComparison.Ordinal))
            {
                return $"{kind}*";
            }
        }

        return name;
    }

    /// <summary>Whether <paramref name="name"/> is a channel's name.</summary>
    public static bool IsValid(string? name)
    {
        if (name == Broadcast)
        {
            return true;
        }

        foreach (var kind in (ReadOnlySpan<string>)[UserKind, LocationKind, TopicKind])
        {
            if (name?.StartsWith(kind, StringComparison.Ordinal) is true)
            {
                return EventRules.IsIdentifier(name.AsSpan(kind.Length));
            }
        }

        return false;
    }
}
