using System.Net;
using Platform.Load.Rig;
using StackExchange.Redis;

namespace Platform.Load.Drill;

/// <summary>The servers of a Redis with Sentinel or of a Redis Cluster, each asked by itself what it is.</summary>
internal sealed class RedisNodes : IAsyncDisposable
{
    private static readonly TimeSpan LookEvery = TimeSpan.FromMilliseconds(250);

    // Sentinels look at what comes back for ten seconds before they make it a replica.
    private static readonly TimeSpan ReplicaWithin = TimeSpan.FromSeconds(60);

    private readonly ConnectionMultiplexer _connection;
    private readonly Dictionary<int, string> _names;

    private RedisNodes(ConnectionMultiplexer connection, Dictionary<int, string> names) => (_connection, _names) = (connection, names);

    /// <summary>Those that may be written to.</summary>
    public IReadOnlyList<IServer> Masters => [.. _connection.GetServers().Where(server => server is { IsConnected: true, IsReplica: false })];

    public static async Task<RedisNodes> OpenAsync(StackServers servers)
    {
        var names = servers.NodesOf(StackServers.Redis).ToDictionary(node => servers.UrlOf(node).Port);
        var options = new ConfigurationOptions { AllowAdmin = true, AbortOnConnectFail = false, ConnectTimeout = 1000 };
        foreach (var port in names.Keys)
        {
            options.EndPoints.Add(IPAddress.Loopback, port);
        }

        return new RedisNodes(await ConnectionMultiplexer.ConnectAsync(options), names);
    }

    /// <summary>The process that it is.</summary>
    public string NameOf(IServer server) => _names[((IPEndPoint)server.EndPoint).Port];

    public int SlotOf(string key) => _connection.GetHashSlot(key);

    /// <summary>Returns when a server has found its place again: it follows the one that took its own.</summary>
    /// <exception cref="CannotRunException">That takes too long.</exception>
    public async Task AwaitReplicaAsync(IServer server)
    {
        for (var deadline = DateTime.UtcNow + ReplicaWithin; ; await Task.Delay(LookEvery))
        {
            try
            {
                if (await server.InfoRawAsync("replication") is { } info && info.Contains("master_link_status:up", StringComparison.Ordinal))
                {
                    return;
                }
            }
            catch (Exception e) when (e is RedisException or TimeoutException)
            {
                // Not yet.
            }

            if (DateTime.UtcNow > deadline)
            {
                throw new CannotRunException($"{NameOf(server)} has not become a replica; see .run/logs/{NameOf(server)}.log.");
            }
        }
    }

    public ValueTask DisposeAsync() => _connection.DisposeAsync();
}
