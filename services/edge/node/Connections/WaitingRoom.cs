using System.Diagnostics.Metrics;
using Microsoft.Extensions.Options;

namespace Platform.Edge.Connections;

/// <summary>
/// What waits in all outboxes of this node together: each is bounded, and so are they all. A live event counts for each connection that
/// it waits for, though its bytes are held once. Guarantee: the other lanes never take the room that is kept for critical events, and
/// connections that read nothing never stop one that does, since its events need not wait.
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
            "platform.edge.waiting", () => Interlocked.Read(ref _bytes), "By", "Bytes that wait in the outboxes of all connections, at most Outbox:NodeMaxBytes.");
        meter.CreateObservableUpDownCounter(
            "platform.edge.waiting_events", () => Interlocked.Read(ref _events), "{event}", "Events that wait in the outboxes of all connections, at most Outbox:NodeMaxEvents.");
    }

    public OutboxOptions Limits { get; }

    public bool IsFull => Interlocked.Read(ref _bytes) >= Limits.NodeMaxBytes;

    /// <summary>Takes room for a message with so many events, or says that there is none.</summary>
    public bool TryEnter(int bytes, int events, bool isCritical)
    {
        var share = isCritical ? 1 : ShareOfAllLanes;
        if (Interlocked.Add(ref _bytes, bytes) <= Limits.NodeMaxBytes * share & Interlocked.Add(ref _events, events) <= Limits.NodeMaxEvents * share)
        {
            return true;
        }

        Leave(bytes, events);
        return false;
    }

    /// <summary>Takes the room in any case.</summary>
    public void Enter(int bytes) => Interlocked.Add(ref _bytes, bytes);

    public void Leave(int bytes, int events)
    {
        Interlocked.Add(ref _bytes, -bytes);
        Interlocked.Add(ref _events, -events);
    }
}
