using Platform.Contracts.Events;
using RabbitMQ.Client.Events;

namespace Platform.Publisher.Reading;

/// <summary>One delivery, read: what is acked as a whole.</summary>
internal sealed record LaneMessage
{
    public required ulong DeliveryTag { get; init; }

    public required bool IsRedelivered { get; init; }

    /// <summary>When the platform took it, in milliseconds since 1970.</summary>
    public required double AcceptedAt { get; init; }

    /// <summary>Whether the message said so itself; else it is the time of reading, and the lane's share is not known.</summary>
    public required bool IsAcceptanceKnown { get; init; }

    public required double ReadAt { get; init; }

    public required IReadOnlyList<Entry> Entries { get; init; }

    public required IReadOnlyList<Unreadable> Unreadable { get; init; }

    /// <summary>A redelivered message as it came: reading it may be what the publisher before died of, so that waits for its turn.</summary>
    public BasicDeliverEventArgs? Unread { get; init; }

    public int UnreadBytes => Unread?.Body.Length ?? 0;
}

/// <summary>What could not be read as an event.</summary>
internal sealed record Unreadable(ReadOnlyMemory<byte> Body, EventError Error);
