using Microsoft.Extensions.Options;

namespace Platform.Ingest.HandOver;

/// <summary>Counts the events that wait for a confirm, so that a slow broker fills the producers' queues and not our memory.</summary>
internal sealed class Backlog(IOptions<IngestOptions> options)
{
    private int _count;

    public int Count => Volatile.Read(ref _count);

    public bool TryEnter(int events)
    {
        if (Interlocked.Add(ref _count, events) <= options.Value.MaxPendingEvents)
        {
            return true;
        }

        Leave(events);
        return false;
    }

    public void Leave(int events) => Interlocked.Add(ref _count, -events);
}
