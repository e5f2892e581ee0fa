using Platform.Contracts.Lanes;
using Platform.Contracts.Latency;
using Platform.Metrics.Latency;
using Platform.Metrics.Throughput;
using Platform.Metrics.Window;

namespace Platform.Metrics.Dashboard;

/// <summary>Makes snapshots, one after the other: what ended since the one before is in the next, and in that alone.</summary>
internal sealed class SnapshotReport(SlidingWindow window, LiveInstances instances, ThroughputReport throughput)
{
    private long _second = -1;

    public Snapshot Next() => new(
        Merge(window.ReadOn(ref _second).Where(one => one.Series.Stage == Stage.Total), series => series.Lane, LaneNames.Name),
        Merge(window.Read(), series => series.Stage, StageNames.Name),
        throughput.Read(),
        instances.Health());

    private static Dictionary<string, SnapshotLatency> Merge<TKey>(
        IEnumerable<(Series Series, ValueCounts Values)> measured, Func<Series, TKey> key, Func<TKey, string> name) =>
        measured.GroupBy(one => key(one.Series), one => one.Values)
            .OrderBy(group => group.Key)
            .ToDictionary(group => name(group.Key), group => SnapshotLatency.Of(new Distribution(group)));
}
