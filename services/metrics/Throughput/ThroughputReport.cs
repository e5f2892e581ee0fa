using Platform.Contracts.Lanes;
using Platform.Contracts.Latency;

namespace Platform.Metrics.Throughput;

/// <summary>Adds up what the live instances carry and what waits in the lanes.</summary>
internal sealed class ThroughputReport(LiveInstances instances, QueueDepths queues)
{
    public ThroughputMetrics Read()
    {
        var loads = instances.Read();
        var roles = loads.Select(load => load.Edge).OfType<EdgeLoad>()
            .SelectMany(edge => edge.Connections)
            .GroupBy(role => role.Key, role => role.Value)
            .ToDictionary(role => role.Key, role => role.Sum());
        var depths = queues.Current;
        return new ThroughputMetrics(
            roles.Values.Sum(),
            Math.Round(loads.Sum(load => load.MessagesPerSecond), 1),
            Math.Round(loads.Sum(load => load.EventsPerSecond), 1),
            Math.Round(loads.Sum(load => load.AcceptedPerSecond), 1),
            depths?.Lanes.Values.Sum(),
            depths?.Lanes.ToDictionary(depth => depth.Key.Name(), depth => depth.Value),
            depths?.DeadLetters,
            roles,
            loads.Where(load => load.Edge is not null).OrderBy(load => load.Instance, StringComparer.Ordinal)
                .ToDictionary(load => load.Instance, load => load.Edge!.Connections.Values.Sum()));
    }
}
