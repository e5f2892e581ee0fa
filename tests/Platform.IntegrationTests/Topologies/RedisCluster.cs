using System.Globalization;
using Platform.IntegrationTests.Stack;
using StackExchange.Redis;

namespace Platform.IntegrationTests.Topologies;

/// <summary>A Redis Cluster of three masters.</summary>
internal sealed class RedisCluster : IAsyncDisposable
{
    private const int Slots = 16_384;

    private RedisCluster(IReadOnlyList<RedisServer> nodes) => Nodes = nodes;

    public IReadOnlyList<RedisServer> Nodes { get; }

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
            await nodes[i].ExecuteAsync("CLUSTER", "ADDSLOTSRANGE", i * Slots / nodes.Length, ((i + 1) * Slots / nodes.Length) - 1);
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

    /// <summary>The node that holds a key, as the nodes see it.</summary>
    public async Task<RedisServer> OwnerOfAsync(int slot)
    {
        foreach (var node in Nodes)
        {
            var own = ((string)(await node.ExecuteAsync("CLUSTER", "NODES"))!).Split('\n').First(line => line.Contains("myself", StringComparison.Ordinal));
            if (own.Split(' ')[8..].Where(part => !part.StartsWith('[')).Any(part => Holds(part, slot)))
            {
                return node;
            }
        }

        throw new InvalidOperationException($"Nobody holds slot {slot}.");
    }

    /// <summary>Moves a slot with its keys, as redis-cli's reshard does; while it moves, <paramref name="meanwhile"/> runs.</summary>
    public async Task MoveAsync(int slot, Func<Task> meanwhile)
    {
        var source = await OwnerOfAsync(slot);
        var target = Nodes.First(node => node != source);
        await target.ExecuteAsync("CLUSTER", "SETSLOT", slot, "IMPORTING", await IdOfAsync(source));
        await source.ExecuteAsync("CLUSTER", "SETSLOT", slot, "MIGRATING", await IdOfAsync(target));
        await meanwhile();
        while ((RedisResult[])(await source.ExecuteAsync("CLUSTER", "GETKEYSINSLOT", slot, 1))! is [var key])
        {
            await source.ExecuteAsync("MIGRATE", "127.0.0.1", target.Port, (string)key!, 0, 5_000);
            await meanwhile();
        }

        foreach (var node in (RedisServer[])[target, source, .. Nodes.Where(node => node != source && node != target)])
        {
            await node.ExecuteAsync("CLUSTER", "SETSLOT", slot, "NODE", await IdOfAsync(target));
        }
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var node in Nodes)
        {
            await node.DisposeAsync();
        }
    }

    private static async Task<int> PortOfBusAsync(RedisServer node) =>
        (int)((RedisResult[])(await node.ExecuteAsync("CONFIG", "GET", "cluster-port"))!)[1];

    private static async Task<string> IdOfAsync(RedisServer node) => (string)(await node.ExecuteAsync("CLUSTER", "MYID"))!;

    private static bool Holds(string range, int slot) =>
        range.Split('-').Select(int.Parse).ToArray() is var bounds && bounds[0] <= slot && slot <= bounds[^1];
}
