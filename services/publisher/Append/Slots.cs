using Platform.Contracts.Names;
using Platform.Publisher.Reading;
using StackExchange.Redis;

namespace Platform.Publisher.Append;

/// <summary>On a Cluster, a call may touch one slot only.</summary>
internal static class Slots
{
    private const int None = -1;

    /// <summary>Cuts a flush into what each slot has of it, each in its order; <c>null</c> where there are no slots.</summary>
    public static IReadOnlyList<List<Entry>>? Cut(IConnectionMultiplexer redis, RedisNames names, List<Entry> entries)
    {
        if (SlotOf(entries[0]) == None)
        {
            return null;
        }

        Dictionary<int, List<Entry>> bySlot = [];
        foreach (var entry in entries)
        {
            var slot = SlotOf(entry);
            if (!bySlot.TryGetValue(slot, out var those))
            {
                bySlot.Add(slot, those = []);
            }

            those.Add(entry);
        }

        return [.. bySlot.Values];

        int SlotOf(Entry entry) => redis.HashSlot(names.State(entry.Channel));
    }
}
