using Platform.Contracts.Lanes;

namespace Platform.Contracts.Events;

/// <summary>One JSON fact from a producer, as it was read and found valid.</summary>
public sealed record Event
{
    /// <summary>The idempotency key; <c>null</c> until one is given or made.</summary>
    public string? Id { get; init; }

    /// <summary>What happened: 1 to 128 of <c>a-z 0-9 _ . -</c>.</summary>
    public required string EventType { get; init; }

    /// <summary>The lane that it takes (<c>priority</c> on the wire).</summary>
    public Lane Lane { get; init; } = Lane.Normal;

    /// <summary>The user it is for.</summary>
    public string? UserId { get; init; }

    /// <summary>The location it is for, where no user is named.</summary>
    public string? LocationId { get; init; }

    /// <summary>The topic it belongs to, where neither user nor location is named.</summary>
    public string? Topic { get; init; }

    /// <summary>When it happened, in UTC; <c>null</c> when the producer did not say.</summary>
    public DateTime? Timestamp { get; init; }

    /// <summary>The trace that the event belongs to, as W3C says it; only of a trace that is recorded, see <see cref="Events.TraceParent"/>.</summary>
    public string? TraceParent { get; init; }

    /// <summary>The producer's own bytes of <c>data</c>, any JSON value; never parsed and written again.</summary>
    public required ReadOnlyMemory<byte> Data { get; init; }
}
