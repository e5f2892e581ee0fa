using System.Diagnostics.Metrics;
using Microsoft.Extensions.Options;

namespace Platform.Edge.Connections;

/// <summary>
/// What waits in all outboxes of this node together: each is bounded, and so are they all. An event counts for each connection that it waits
/// for; its bytes count once, as they are held. Guarantee: the other lanes never take the room that is kept for critical events, and a
/// connection that reads gets its events when connections that read nothing have taken all other room: what is written through does not
/// wait, and what has to is read from history.
/// </summary>
internal sealed class WaitingRoom
{
    private const double ShareOfAllLanes = 0.75;

    private long _bytes;
    private long _events;

    public WaitingRoom(IOptions<OutboxOptions> limits, IMeterFactory meters)
    {
        Limits = limits.Value;
        var meter = meters.Create("Platform.Edge");
        meter.CreateObservableUpDownCounter(
            "platform.edge.waiting", () => Interlocked.Read(ref _bytes), "By", "Bytes that are held for connections to take them, once for however many, at most Outbox:NodeMaxBytes.");
        meter.CreateObservableUpDownCounter(
            "platform.edge.waiting_events", () => Interlocked.Read(ref _events), "{event}", "Events that wait in the outboxes of all connections, at most Outbox:NodeMaxEvents.");
    }

    public OutboxOptions Limits { get; }

    public bool IsFull => Interlocked.Read(ref _bytes) >= Limits.NodeMaxBytes;

    /// <summary>Takes room for messages that belong together, or says that there is none.</summary>
    public bool TryEnter(ReadOnlySpan<OutgoingMessage> messages, bool isCritical)
    {
        var (bytes, events) = (0L, 0L);
        foreach (var message in messages)
        {
            bytes += message.Enter();
            events += message.Events;
        }

        var share = isCritical ? 1 : ShareOfAllLanes;
        if (Interlocked.Add(ref _bytes, bytes) <= Limits.NodeMaxBytes * share & Interlocked.Add(ref _events, events) <= Limits.NodeMaxEvents * share)
        {
            return true;
        }

        foreach (var message in messages)
        {
            Leave(message);
        }

        return false;
    }

    /// <summary>Takes the room in any case.</summary>
    public void Enter(OutgoingMessage message)
    {
        Interlocked.Add(ref _bytes, message.Enter());
        Interlocked.Add(ref _events, message.Events);
    }

    public void Leave(OutgoingMessage message)
    {
        Interlocked.Add(ref _bytes, -message.Leave());
        Interlocked.Add(ref _events, -message.Events);
    }
}
