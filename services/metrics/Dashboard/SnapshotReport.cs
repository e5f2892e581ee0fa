using Platform.Contracts.Lanes;
using Platform.Contracts.Latency;
using Platform.Metrics.Alerts;
using Platform.Metrics.Latency;
using Platform.Metrics.Throughput;
using Platform.Metrics.Window;

namespace Platform.Metrics.Dashboard;

/// <summary>Makes snapshots, one after the other: what ended since the one before is in the next, and in that alone.</summary>
internal sealed class SnapshotReport(SlidingWindow window, LiveInstances instances, ThroughputReport throughput, AlertBoard alerts)
{
    private long _second = -1;

    public Snapshot Next()
    {
        var minute = window.Read(WindowLength.Minute);
        return new Snapshot(
            By(window.ReadOn(ref _second).Where(one => one.Series.Stage == Stage.Total), series => series.Lane, LaneNames.Name),
            By(minute.Where(one => one.Series.Stage != Stage.Handled), series => series.Stage, StageName.Name),
            throughput.Read(),
            instances.Health(),
            Versions(minute),
            alerts.Current);
    }

    // The edges' versions side by side: what a canary does to its clients shows here first.
    private Dictionary<string, VersionLoad> Versions(IReadOnlyList<(Series Series, ValueCounts Values)> minute)
    {
        var written = By(minute.Where(one => one.Series.Stage == Stage.Total), series => series.Version, version => version);
        var outbox = By(minute.Where(one => one.Series.Stage == Stage.Outbox), series => series.Version, version => version);
        return instances.Read().Where(load => load.Edge is not null).GroupBy(load => load.Version).OrderBy(group => group.Key, StringComparer.Ordinal)
            .ToDictionary(group => group.Key, group => new VersionLoad(
                group.Count(),
                group.Sum(load => load.Edge!.Connections.Values.Sum()),
                Math.Round(group.Sum(load => load.MessagesPerSecond), 1),
                group.Sum(load => load.Edge!.Degraded + load.Edge.Critical),
                written.GetValueOrDefault(group.Key),
                outbox.GetValueOrDefault(group.Key)));
    }

    private static Dictionary<string, SnapshotLatency> By<TKey>(
        IEnumerable<(Series Series, ValueCounts Values)> measured, Func<Series, TKey> key, Func<TKey, string> name) =>
        LatencyReport.By(measured, key, name, SnapshotLatency.Of);
}
