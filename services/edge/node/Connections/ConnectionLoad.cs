using Platform.Contracts.Latency;
using Platform.Edge.Channels;
using Platform.ServiceDefaults.Latency;

namespace Platform.Edge.Connections;

/// <summary>What this node carries, for its digests.</summary>
internal sealed class ConnectionLoad(OpenConnections connections, FanOutLatency latency) : IEdgeLoad
{
    // A send over 10 ms marks a connection as degraded, over 100 ms as critical.
    private static readonly TimeSpan Degraded = TimeSpan.FromMilliseconds(10);
    private static readonly TimeSpan Critical = TimeSpan.FromMilliseconds(100);

    private long _reported;

    public EdgeLoad Take()
    {
        var all = connections.All;
        var pending = all.Select(connection => connection.Outbox.Pending).ToArray();
        var critical = pending.Count(time => time > Critical);
        var degraded = pending.Count(time => time > Degraded) - critical;
        var delivered = latency.Delivered;
        return new EdgeLoad(
            all.GroupBy(connection => connection.Role).ToDictionary(group => group.Key, group => group.Count()),
            delivered - Interlocked.Exchange(ref _reported, delivered),
            pending.Length - critical - degraded,
            degraded,
            critical);
    }
}
