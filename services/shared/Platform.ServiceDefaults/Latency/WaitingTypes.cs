using System.Collections.Concurrent;

namespace Platform.ServiceDefaults.Latency;

/// <summary>Counts the event types that have no place of their own, in case one of them has become busy. Bounded: whoever comes late waits.</summary>
internal sealed class WaitingTypes
{
    private const int Max = 1_000;

    private ConcurrentDictionary<string, long> _counts = new(StringComparer.Ordinal);

    public void Count(string eventType, int count)
    {
        var counts = Volatile.Read(ref _counts);
        // The number of entries is asked for only by types that are not there yet: it takes all locks.
        if (counts.ContainsKey(eventType) || counts.Count < Max)
        {
            counts.AddOrUpdate(eventType, static (_, more) => more, static (_, before, more) => before + more, count);
        }
    }

    /// <summary>What was counted since the call before.</summary>
    public IReadOnlyList<(string EventType, long Count)> Take() =>
        [.. Interlocked.Exchange(ref _counts, new ConcurrentDictionary<string, long>(StringComparer.Ordinal)).Select(entry => (entry.Key, entry.Value))];
}
