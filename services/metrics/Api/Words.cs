using Platform.Contracts.Lanes;
using Platform.Contracts.Names;
using Platform.Metrics.Alerts;
using Platform.Metrics.Latency;
using Platform.Metrics.Throughput;
using Platform.Metrics.Window;

namespace Platform.Metrics.Api;

/// <summary>What the API's description says of one path.</summary>
internal sealed record Words(string Path, string Summary, string Text, object Example)
{
    private static readonly LatencyStats Stats = new(61_240, 2.31, 0.9, 41.2, 2.06, 4.4, 7.9, 19.1);

    private static readonly ConnectionHealth Health = new(998, 2, 0, [new SlowestConnection("edge-1", "kX2PvB8wQ0uZ", "agent", 14.2)]);

    public static IReadOnlyDictionary<string, (string Text, IReadOnlyList<string> Values)> Parameters { get; } =
        new Dictionary<string, (string, IReadOnlyList<string>)>
        {
            ["window"] = ("How far back. Default: the last minute.", [.. WindowLength.All.Select(window => window.Name)]),
            ["lane"] = ("One lane. Default: all of them.", [.. LaneNames.All.Select(LaneNames.Name)]),
            ["stage"] = ("A part of an event's way. Default: total, the whole of it.", [.. StageNames.All]),
        };

    public static IReadOnlyList<Words> All { get; } =
    [
        new(Routes.LatencyMetrics, "How long events take",
            "Percentiles come from merged histograms, of all services together. The stage total ends at the clients' handlers once they report "
            + "enough of their deliveries, and measured_by says clients; else it ends where an edge node has written the event. It is one or the "
            + "other in all of an answer; total_measured_by says it of by_stage. Without any event in the window the answer is a message.",
            new LatencyMetrics(
                "1m", 60, new DateTime(2026, 1, 5, 10, 0, 0, DateTimeKind.Utc), StageNames.Total, null, MeasuredBy.Clients, MeasuredBy.Clients, Stats,
                new TargetCompliance(99.312, 100),
                new Dictionary<string, EventTypeLatency> { ["proactive_insight"] = new(61_240, 2.31, 4.4, 2.06, 7.9) },
                new Dictionary<string, LatencyStats> { ["normal"] = Stats },
                new Dictionary<string, LatencyStats> { ["batch"] = Stats with { Average = 0.8, P50 = 0.7 }, [StageNames.Total] = Stats },
                new ClientReports(0.84, 120, 3, 0.9),
                Health)),
        new(Routes.LatencySeries, "How long events took, slot by slot",
            "The window cut into sixty slots, each with percentiles of its own, by lane, all by the same measure. Slots without an event are absent.",
            new LatencySeries("5m", 5, StageNames.Total, MeasuredBy.Clients, 1_767_607_200_000, new Dictionary<string, IReadOnlyList<SeriesPoint>>
            {
                ["critical"] = [new SeriesPoint(1_767_607_195_000, 512, 1.1, 2.4, 3.9)],
            })),
        new(Routes.ThroughputMetrics, "How much flows, waits and is connected",
            "Rates are of the last ten seconds, or of the window and lane that are asked for, and messages then those that came live, not from "
            + "history; accepted counts events over HTTP. A queue's depth is null while RabbitMQ can't be asked.",
            new ThroughputMetrics(
                1_000, 10_020.5, 1_002.1, 1_002.1, 3, new Dictionary<string, long> { ["critical"] = 0, ["high"] = 0, ["normal"] = 3 }, 0,
                new Dictionary<string, int> { ["agent"] = 900, ["operator"] = 100 }, new Dictionary<string, int> { ["edge-1"] = 502, ["edge-2"] = 498 })),
        new(Routes.Alerts, "What is wrong just now", "All alerts, those that fire first. Changes come as events on topic:ops.alerts as well.",
            new[] { new AlertState("latency-p95", AlertState.Firing, "warning", "latency_p95", "written", null, 14.2, 10, 30, 1_767_607_200_000) }),
    ];
}
