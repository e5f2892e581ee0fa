using StackExchange.Redis;

namespace Platform.ServiceDefaults.Redis;

/// <summary>Which servers a connection has to do with.</summary>
public static class RedisServers
{
    /// <summary>The servers that hold keys: a Cluster's masters, whether they are there or not, and else the one that is the master.</summary>
    public static IReadOnlyList<IServer> InCharge(this IConnectionMultiplexer redis)
    {
        var servers = redis.GetServers();
        var cluster = Array.Find(servers, server => server is { IsConnected: true, ServerType: ServerType.Cluster })?.ClusterConfiguration;
        return cluster is null
            ? Array.FindAll(servers, server => server is { IsConnected: true, IsReplica: false })
            : Array.FindAll(servers, server => cluster[server.EndPoint] is { IsReplica: false, Slots.Count: > 0 });
    }

    /// <summary>Whether every key can be reached.</summary>
    public static bool IsWhole(this IConnectionMultiplexer redis) =>
        redis.InCharge() is { Count: > 0 } servers && servers.All(server => server.IsConnected);
}
