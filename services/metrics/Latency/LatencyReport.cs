using Microsoft.Extensions.Options;
using Platform.Contracts.Lanes;
using Platform.Contracts.Latency;
using Platform.Metrics.Throughput;
using Platform.Metrics.Window;

namespace Platform.Metrics.Latency;

/// <summary>Makes a window's content the answer of <c>latency-metrics</c>.</summary>
internal sealed class LatencyReport(SlidingWindow window, LiveInstances instances, Timeline timeline, IOptionsMonitor<MetricsOptions> options)
{
    // An hour of all series takes a while to merge, and says the same to everyone for a second.
    private readonly Dictionary<LatencyQuery, LatencyMetrics?> _answers = [];
    private readonly Lock _access = new();
    private long _second = -1;

    /// <summary>The statistics of what is asked for, or <c>null</c> if there is none.</summary>
    public LatencyMetrics? Read(LatencyQuery? query = null)
    {
        query ??= LatencyQuery.Default;
        lock (_access)
        {
            if (_second != timeline.Second)
            {
                _answers.Clear();
                _second = timeline.Second;
            }

            return _answers.TryGetValue(query, out var known) ? known : _answers[query] = Make(query);
        }
    }

    private LatencyMetrics? Make(LatencyQuery query)
    {
        var measured = window.Read(query.Window).Where(one => query.Includes(one.Series.Lane)).ToList();
        var whole = new WholeWay(measured, options.CurrentValue.MinReportedShare);
        var stage = whole.Find(query.Stage);
        var asked = measured.Where(one => one.Series.Stage == stage).ToList();
        if (asked.Count == 0)
        {
            return null;
        }

        var times = new Distribution(asked.Select(one => one.Values));
        var reported = instances.Reported();
        return new LatencyMetrics(
            query.Window.Name,
            query.Window.Seconds,
            DateTimeOffset.FromUnixTimeSeconds(timeline.Second).UtcDateTime,
            query.Stage,
            query.Lane?.Name(),
            MeasuredBy.Of(stage),
            MeasuredBy.Of(whole.Stage),
            LatencyStats.Of(times),
            new TargetCompliance(times.PercentageUnder(10), times.PercentageUnder(50)),
            By(asked, NameOfType(asked), type => type, type => new EventTypeLatency(type.Count, type.Mean, type.Percentile(95), type.Percentile(50), type.Percentile(99))),
            By(asked, series => series.Lane, LaneNames.Name, LatencyStats.Of),
            Stages(measured, whole),
            new ClientReports(Math.Round(whole.ReportedShare, 4), reported.Taken, reported.LeftOut, Math.Round(reported.MaxClockErrorMs, 3)),
            instances.Health());
    }

    // Each slot of the window has its own hundred.
    private static Func<Series, string> NameOfType(IReadOnlyList<(Series Series, ValueCounts Values)> asked)
    {
        var others = BusiestTypes.Others(asked);
        return series => others.Contains(series.EventType) ? Series.OtherTypes : series.EventType;
    }

    // Each stage that something was measured of, the whole way last.
    private static Dictionary<string, LatencyStats> Stages(IReadOnlyList<(Series Series, ValueCounts Values)> measured, WholeWay whole)
    {
        var stages = By(measured.Where(one => one.Series.Stage != Stage.Handled), series => series.Stage, StageName.Name, LatencyStats.Of);
        var total = measured.Where(one => one.Series.Stage == whole.Stage).Select(one => one.Values).ToList();
        if (total.Count > 0)
        {
            stages[StageNames.Total] = LatencyStats.Of(new Distribution(total));
        }

        return stages;
    }

    public static Dictionary<string, TSummary> By<TKey, TSummary>(
        IEnumerable<(Series Series, ValueCounts Values)> measured,
        Func<Series, TKey> key,
        Func<TKey, string> name,
        Func<Distribution, TSummary> summarize) =>
        measured.GroupBy(one => key(one.Series), one => one.Values)
            .OrderBy(group => group.Key)
            .ToDictionary(group => name(group.Key), group => summarize(new Distribution(group)));
}
