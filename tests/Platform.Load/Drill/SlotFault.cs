using System.Net;
using Platform.Contracts.Names;
using Platform.Load.Rig;
using Platform.ServiceDefaults.Redis;

namespace Platform.Load.Drill;

/// <summary>Slots of a Redis Cluster move to another master, with channels that are in use.</summary>
internal sealed class SlotFault() : DrillFault("redis-slot", $"the Redis Cluster's slots of {Channels} channels move to another master, one after the other")
{
    private const int Channels = 20;

    private int _keys;

    public override string? Outcome => $"{_keys} keys moved";

    public override async Task StrikeAsync(DrillField field, CancellationToken stop)
    {
        await using var nodes = await RedisNodes.OpenAsync(field.Servers);
        var slots = new ClusterSlots([.. nodes.Masters.Select(master => new ClusterMaster(
            ((IPEndPoint)master.EndPoint).Port, (command, arguments) => master.ExecuteAsync(command, arguments)))]);
        var names = new RedisNames(new RedisOptions().KeyPrefix);
        foreach (var channel in field.Session.Channels.Names.Take(Channels))
        {
            // A slot that began to move is moved to the end.
            _keys += await slots.MoveAsync(nodes.SlotOf(names.State(channel)), meanwhile: () => Task.CompletedTask);
            stop.ThrowIfCancellationRequested();
        }
    }
}
