using System.Globalization;
using Platform.IntegrationTests.Stack;
using Platform.Load.Rig;
using StackExchange.Redis;

namespace Platform.IntegrationTests.Topologies;

/// <summary>A Redis Cluster of three masters.</summary>
internal sealed class RedisCluster : IAsyncDisposable
{
    private const int AllSlots = 16_384;

    private RedisCluster(IReadOnlyList<RedisServer> nodes) => Nodes = nodes;

    public IReadOnlyList<RedisServer> Nodes { get; }

    private ClusterSlots Slots => new([.. Nodes.Select(node => new ClusterMaster(node.Port, (command, arguments) => node.ExecuteAsync(command, arguments)))]);

    public string Url => string.Join(',', Nodes.Select(node => node.EndPoint));

    public static async Task<RedisCluster> StartAsync()
    {
        var nodes = await Task.WhenAll(Enumerable.Range(0, 3).Select(_ => RedisServer.StartAsync(
            "--cluster-enabled", "yes",
            "--cluster-port", FreePort.Next().ToString(CultureInfo.InvariantCulture),
            "--cluster-node-timeout", "5000",
            "--appendonly", "yes")));
        for (var i = 0; i < nodes.Length; i++)
        {
            await nodes[i].ExecuteAsync("CLUSTER", "ADDSLOTSRANGE", i * AllSlots / nodes.Length, ((i + 1) * AllSlots / nodes.Length) - 1);
            await nodes[i].ExecuteAsync("CLUSTER", "SET-CONFIG-EPOCH", i + 1);
        }

        foreach (var node in nodes[1..])
        {
            await nodes[0].ExecuteAsync("CLUSTER", "MEET", "127.0.0.1", node.Port, await PortOfBusAsync(node));
        }

        var cluster = new RedisCluster(nodes);
        await cluster.WaitUntilWholeAsync();
        return cluster;
    }

    public async Task WaitUntilWholeAsync()
    {
        foreach (var node in Nodes)
        {
            await RedisServer.WaitAsync(async () =>
                (string?)await node.ExecuteAsync("CLUSTER", "INFO") is { } info
                && info.Contains("cluster_state:ok", StringComparison.Ordinal)
                && info.Contains("cluster_known_nodes:3", StringComparison.Ordinal));
        }
    }

    /// <summary>The node that holds a slot.</summary>
    public async Task<RedisServer> OwnerOfAsync(int slot)
    {
        var owner = await Slots.OwnerOfAsync(slot);
        return Nodes.Single(node => node.Port == owner.Port);
    }

    /// <summary>Moves a slot with its keys; while it moves, <paramref name="meanwhile"/> runs.</summary>
    public Task MoveAsync(int slot, Func<Task> meanwhile) => Slots.MoveAsync(slot, meanwhile);

    public async ValueTask DisposeAsync()
    {
        foreach (var node in Nodes)
        {
            await node.DisposeAsync();
        }
    }

    private static async Task<int> PortOfBusAsync(RedisServer node) =>
        (int)((RedisResult[])(await node.ExecuteAsync("CONFIG", "GET", "cluster-port"))!)[1];
}
