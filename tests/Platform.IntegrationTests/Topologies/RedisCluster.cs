using System.Globalization;
using Platform.IntegrationTests.Stack;
using Platform.Load.Rig;
using StackExchange.Redis;

namespace Platform.IntegrationTests.Topologies;

/// <summary>A Redis Cluster of three masters; the first ones may have a replica each.</summary>
internal sealed class RedisCluster : IAsyncDisposable
{
    private const int AllSlots = 16_384;
    private const int Masters = 3;

    private RedisCluster(IReadOnlyList<RedisServer> nodes, IReadOnlyList<RedisServer> replicas)
    {
        Nodes = nodes;
        Replicas = replicas;
    }

    /// <summary>Those that began as masters.</summary>
    public IReadOnlyList<RedisServer> Nodes { get; }

    public IReadOnlyList<RedisServer> Replicas { get; }

    private ClusterSlots Slots => new([.. Nodes.Select(node => new ClusterMaster(node.Port, (command, arguments) => node.ExecuteAsync(command, arguments)))]);

    public string Url => string.Join(',', Nodes.Select(node => node.EndPoint));

    public static async Task<RedisCluster> StartAsync(RedisProgram program = RedisProgram.Redis, int replicas = 0)
    {
        var all = await Task.WhenAll(Enumerable.Range(0, Masters + replicas).Select(_ => RedisServer.StartAsync(
            program,
            "--cluster-enabled", "yes",
            "--cluster-port", FreePort.Next().ToString(CultureInfo.InvariantCulture),
            "--cluster-node-timeout", "5000",
            "--repl-diskless-sync-delay", "0",
            "--appendonly", "yes")));
        for (var i = 0; i < Masters; i++)
        {
            await all[i].ExecuteAsync("CLUSTER", "ADDSLOTSRANGE", i * AllSlots / Masters, ((i + 1) * AllSlots / Masters) - 1);
            await all[i].ExecuteAsync("CLUSTER", "SET-CONFIG-EPOCH", i + 1);
        }

        foreach (var node in all[1..])
        {
            await all[0].ExecuteAsync("CLUSTER", "MEET", "127.0.0.1", node.Port, await PortOfBusAsync(node));
        }

        var cluster = new RedisCluster(all[..Masters], all[Masters..]);
        await cluster.WaitUntilWholeAsync();
        for (var i = 0; i < replicas; i++)
        {
            await FollowAsync(cluster.Replicas[i], cluster.Nodes[i]);
        }

        return cluster;
    }

    public async Task WaitUntilWholeAsync()
    {
        foreach (var node in All)
        {
            await RedisServer.WaitAsync(async () =>
                (string?)await node.ExecuteAsync("CLUSTER", "INFO") is { } info
                && info.Contains("cluster_state:ok", StringComparison.Ordinal)
                && info.Contains($"cluster_known_nodes:{All.Count()}", StringComparison.Ordinal));
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
        foreach (var node in All)
        {
            await node.DisposeAsync();
        }
    }

    private IEnumerable<RedisServer> All => Nodes.Concat(Replicas);

    private static async Task FollowAsync(RedisServer replica, RedisServer master)
    {
        await replica.ExecuteAsync("CLUSTER", "REPLICATE", (string)(await master.ExecuteAsync("CLUSTER", "MYID"))!);
        await replica.WaitForInfoAsync("replication", "master_link_status:up");
        await master.WaitForInfoAsync("replication", "state=online");
    }

    private static async Task<int> PortOfBusAsync(RedisServer node) =>
        (int)((RedisResult[])(await node.ExecuteAsync("CONFIG", "GET", "cluster-port"))!)[1];
}
