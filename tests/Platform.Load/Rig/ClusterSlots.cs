using System.Globalization;
using StackExchange.Redis;

namespace Platform.Load.Rig;

/// <summary>A master of a Redis Cluster on this machine.</summary>
/// <param name="Port">Its port on 127.0.0.1.</param>
/// <param name="ExecuteAsync">Has it do a command, whichever node the command's key belongs to.</param>
internal sealed record ClusterMaster(int Port, Func<string, object[], Task<RedisResult>> ExecuteAsync);

/// <summary>Which master holds a slot, and how it comes to another.</summary>
internal sealed class ClusterSlots(IReadOnlyList<ClusterMaster> masters)
{
    /// <summary>The master that holds a slot, as it says itself.</summary>
    public async Task<ClusterMaster> OwnerOfAsync(int slot)
    {
        foreach (var master in masters)
        {
            var own = ((string)(await ExecuteAsync(master, "NODES"))!).Split('\n').First(line => line.Contains("myself", StringComparison.Ordinal));
            if (own.Split(' ')[8..].Where(part => !part.StartsWith('[')).Any(part => Holds(part, slot)))
            {
                return master;
            }
        }

        throw new InvalidOperationException($"Nobody holds slot {slot}.");
    }

    /// <summary>Moves a slot with its keys, as redis-cli's reshard does, and returns how many keys; while it moves, <paramref name="meanwhile"/> runs.</summary>
    public async Task<int> MoveAsync(int slot, Func<Task> meanwhile)
    {
        var source = await OwnerOfAsync(slot);
        var target = masters.First(master => master != source);
        await ExecuteAsync(target, "SETSLOT", slot, "IMPORTING", await IdOfAsync(source));
        await ExecuteAsync(source, "SETSLOT", slot, "MIGRATING", await IdOfAsync(target));
        await meanwhile();
        var moved = 0;
        for (; (RedisResult[])(await ExecuteAsync(source, "GETKEYSINSLOT", slot, 1))! is [var key]; moved++)
        {
            await source.ExecuteAsync("MIGRATE", ["127.0.0.1", target.Port.ToString(CultureInfo.InvariantCulture), (string)key!, 0, 5_000]);
            await meanwhile();
        }

        foreach (var master in (ClusterMaster[])[target, source, .. masters.Where(master => master != source && master != target)])
        {
            await ExecuteAsync(master, "SETSLOT", slot, "NODE", await IdOfAsync(target));
        }

        return moved;
    }

    private static Task<RedisResult> ExecuteAsync(ClusterMaster master, params object[] arguments) => master.ExecuteAsync("CLUSTER", arguments);

    private static async Task<string> IdOfAsync(ClusterMaster master) => (string)(await ExecuteAsync(master, "MYID"))!;

    private static bool Holds(string range, int slot) =>
        range.Split('-').Select(int.Parse).ToArray() is var bounds && bounds[0] <= slot && slot <= bounds[^1];
}
