using Platform.Contracts.Lanes;
using Platform.Contracts.Latency;
using Platform.Metrics.Throughput;
using Platform.Metrics.Window;

namespace Platform.Metrics.Latency;

/// <summary>Makes the window's content the answer of <c>latency-metrics</c>.</summary>
internal sealed class LatencyReport(SlidingWindow window, LiveInstances instances)
{
    /// <summary>The statistics of the window, or <c>null</c> if no event came to its end in it.</summary>
    public LatencyMetrics? Read()
    {
        var measured = window.Read();
        var total = measured.Where(one => one.Series.Stage == Stage.Total).ToList();
        if (total.Count == 0)
        {
            return null;
        }

        var times = new Distribution(total.Select(one => one.Values));
        return new LatencyMetrics(
            SlidingWindow.Seconds,
            LatencyStats.Of(times),
            new TargetCompliance(times.PercentageUnder(10), times.PercentageUnder(50)),
            By(total, series => series.EventType, type => type, type => new EventTypeLatency(type.Count, type.Mean, type.Percentile(95))),
            By(total, series => series.Lane, LaneNames.Name, LatencyStats.Of),
            By(measured, series => series.Stage, StageNames.Name, LatencyStats.Of),
            instances.Health());
    }

    private static Dictionary<string, TSummary> By<TKey, TSummary>(
        IEnumerable<(Series Series, ValueCounts Values)> measured,
        Func<Series, TKey> key,
        Func<TKey, string> name,
        Func<Distribution, TSummary> summarize) =>
        measured.GroupBy(one => key(one.Series), one => one.Values)
            .OrderBy(group => group.Key)
            .ToDictionary(group => name(group.Key), group => summarize(new Distribution(group)));
}
