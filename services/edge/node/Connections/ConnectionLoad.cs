using Microsoft.Extensions.Options;
using Platform.Contracts.Latency;
using Platform.Edge.Channels;
using Platform.Edge.Reports;
using Platform.ServiceDefaults.Latency;

namespace Platform.Edge.Connections;

/// <summary>What this node carries, for its digests.</summary>
internal sealed class ConnectionLoad(
    OpenConnections connections, SlowEvents messages, LatencyReports reports, IOptionsMonitor<HeartbeatOptions> options) : IEdgeLoad
{
    private const int MaxSlowest = 5;

    private long _reported;

    public EdgeLoad Take()
    {
        var all = connections.All;
        var limits = options.CurrentValue;
        var slow = all.Where(connection => connection.SendTime.TotalMilliseconds > limits.DegradedSendMs)
            .Select(connection => new SlowConnection(connection.Id, connection.Role, connection.SendTime.TotalMilliseconds))
            .OrderByDescending(connection => connection.SendMs)
            .ToList();
        var critical = slow.Count(connection => connection.SendMs > limits.CriticalSendMs);
        var written = messages.Messages;
        return new EdgeLoad(
            all.GroupBy(connection => connection.Role).ToDictionary(group => group.Key, group => group.Count()),
            written - Interlocked.Exchange(ref _reported, written),
            all.Count - slow.Count,
            slow.Count - critical,
            critical)
        {
            Slowest = [.. slow.Take(MaxSlowest)],
            Opened = connections.TakeOpened(),
            Reported = reports.TakeLoad(),
        };
    }
}
