using Platform.Contracts.Lanes;
using Platform.Contracts.Latency;
using Platform.Metrics.Latency;
using Platform.Metrics.Window;

namespace Platform.Metrics.Throughput;

/// <summary>Adds up what the live instances carry and what waits in the lanes.</summary>
internal sealed class ThroughputReport(LiveInstances instances, QueueDepths queues, SlidingWindow window)
{
    /// <summary>As it is now; rates are of the last ten seconds.</summary>
    public ThroughputMetrics Read() => Read(
        instances.Read().Sum(load => load.MessagesPerSecond),
        instances.Read().Sum(load => load.EventsPerSecond),
        instances.Read().Sum(load => load.AcceptedPerSecond));

    /// <summary>With the rates of a window and lane.</summary>
    public ThroughputMetrics Read(LatencyQuery query)
    {
        var measured = window.Read(query.Window).Where(one => query.Includes(one.Series.Lane)).ToList();
        return Read(Rate(Stage.Total), Rate(Stage.Batch), Rate(Stage.Ingest));

        double Rate(Stage stage) => measured.Where(one => one.Series.Stage == stage).Sum(one => one.Values.Total) / (double)query.Window.Seconds;
    }

    private ThroughputMetrics Read(double messages, double events, double accepted)
    {
        var loads = instances.Read();
        var roles = loads.Select(load => load.Edge).OfType<EdgeLoad>()
            .SelectMany(edge => edge.Connections)
            .GroupBy(role => role.Key, role => role.Value)
            .ToDictionary(role => role.Key, role => role.Sum());
        var depths = queues.Current;
        return new ThroughputMetrics(
            roles.Values.Sum(),
            Math.Round(messages, 1),
            Math.Round(events, 1),
            Math.Round(accepted, 1),
            depths?.Lanes.Values.Sum(),
            depths?.Lanes.ToDictionary(depth => depth.Key.Name(), depth => depth.Value),
            depths?.DeadLetters,
            roles,
            loads.Where(load => load.Edge is not null).OrderBy(load => load.Instance, StringComparer.Ordinal)
                .ToDictionary(load => load.Instance, load => load.Edge!.Connections.Values.Sum()));
    }
}
