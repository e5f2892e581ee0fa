using System.Diagnostics.Metrics;
using Platform.Contracts.Lanes;

namespace Platform.Metrics.Throughput;

/// <summary>What waits in RabbitMQ, for alerts; nothing is told while RabbitMQ can't be asked.</summary>
internal sealed class QueueMetrics(IMeterFactory meters)
{
    private readonly Meter _meter = meters.Create("Platform.Metrics");

    public void Observe(Func<Depths?> depths)
    {
        _meter.CreateObservableGauge("platform.lane.depth", () => ByLane(depths()), "{message}", "Messages that wait in a lane's queue.");
        _meter.CreateObservableGauge("platform.dead.letters", () => Dead(depths()), "{message}", "Messages that wait among the dead letters.");
    }

    private static IEnumerable<Measurement<long>> ByLane(Depths? depths) =>
        depths?.Lanes.Select(depth => new Measurement<long>(depth.Value, KeyValuePair.Create<string, object?>("lane", depth.Key.Name()))) ?? [];

    private static IEnumerable<Measurement<long>> Dead(Depths? depths) => depths is null ? [] : [new Measurement<long>(depths.DeadLetters)];
}
