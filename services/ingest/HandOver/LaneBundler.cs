using Platform.Contracts.Lanes;

namespace Platform.Ingest.HandOver;

/// <summary>
/// Joins what concurrent requests have waiting for one lane into bundles, without a timer: whoever comes while a slot is free is
/// sent at once, and what comes while all are in flight goes together when the next is free. Whatever a producer sends after it
/// was told "accepted" comes later in the lane, since only unconfirmed events are ever here.
/// </summary>
internal sealed class LaneBundler(Lane lane, IngestOptions options, Func<Bundle, Task<Outcome>> send)
{
    // The brackets around a bundle; the comma before each further part counts with the part.
    private const int Brackets = 2;

    private readonly Lock _gate = new();
    private readonly Queue<PendingEvents> _waiting = new();
    private int _inFlight;

    /// <summary>Queues the events; they complete when their bundle does.</summary>
    public void Add(PendingEvents events)
    {
        lock (_gate)
        {
            _waiting.Enqueue(events);
            if (_inFlight == options.MaxBundlesInFlight)
            {
                return;
            }

            _inFlight++;
        }

        _ = SendWhatWaitsAsync();
    }

    // One slot: it sends bundles one after the other until nothing waits.
    private async Task SendWhatWaitsAsync()
    {
        while (TakeOrFreeSlot() is { } parts)
        {
            var bundle = new Bundle(lane, parts);
            bundle.Complete(await send(bundle));
        }
    }

    private List<PendingEvents>? TakeOrFreeSlot()
    {
        lock (_gate)
        {
            var parts = new List<PendingEvents>();
            var count = 0;
            var bytes = Brackets;
            while (_waiting.TryPeek(out var next)
                && (parts.Count == 0 || (count + next.Count <= options.MaxBundleEvents && bytes + next.Json.Length + 1 <= options.MaxBundleBytes)))
            {
                _waiting.Dequeue();
                if (next.TryTake())
                {
                    parts.Add(next);
                    count += next.Count;
                    bytes += next.Json.Length + 1;
                }
            }

            if (parts.Count > 0)
            {
                return parts;
            }

            _inFlight--;
            return null;
        }
    }
}
