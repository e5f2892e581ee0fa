namespace Platform.Contracts.Names;

/// <summary>The headers of messages on the lanes and in <see cref="Topology.Dead"/>.</summary>
public static class AmqpHeaders
{
    /// <summary>When the platform took the events: milliseconds since 1970, with fraction.</summary>
    public const string AcceptedAt = "x-accepted-at";

    /// <summary>The W3C trace context of the events that have none of their own.</summary>
    public const string TraceParent = "traceparent";

    /// <summary>Why a message is in the dead letters: an <see cref="Events.EventError.Code"/>.</summary>
    public const string Reason = "x-reason";

    /// <summary>The same in words.</summary>
    public const string Detail = "x-detail";

    /// <summary>The lane that it came from.</summary>
    public const string Lane = "x-lane";

    /// <summary>The service instance that set it aside.</summary>
    public const string SetAsideBy = "x-set-aside-by";

    /// <summary>When it was first seen: milliseconds since 1970.</summary>
    public const string FirstSeen = "x-first-seen";
}
