using System.Text.Json;
using Microsoft.Extensions.Time.Testing;
using Platform.Contracts.Lanes;
using Platform.Contracts.Latency;
using Platform.Metrics.Latency;
using Platform.Metrics.Throughput;
using Platform.Metrics.Window;

namespace Platform.UnitTests.Metrics;

public sealed class LatencyReportTests
{
    private readonly SlidingWindow _window;
    private readonly LiveInstances _instances;
    private readonly LatencyReport _report;

    public LatencyReportTests()
    {
        var clock = new FakeTimeProvider();
        _window = new SlidingWindow(clock);
        _instances = new LiveInstances(clock);
        _report = new LatencyReport(_window, _instances);
    }

    [Fact]
    public void Without_an_event_that_came_to_its_end_there_is_no_data()
    {
        _window.Add(Digests.Of(Stage.Batch, Lane.Normal, "insight", 1));
        Assert.Null(_report.Read());
        Assert.Equal("""{"message":"No latency data available"}""", JsonSerializer.Serialize(new NoLatencyData()));
    }

    [Fact]
    public void Statistics_are_of_the_whole_way_and_stages_stand_beside_them()
    {
        _window.Add(Digests.Of(Stage.Total, Lane.Critical, "alert", 4, 4, 4));
        _window.Add(Digests.Of(Stage.Total, Lane.Normal, "insight", 30));
        _window.Add(Digests.Of(Stage.Batch, Lane.Normal, "insight", 700));

        var metrics = _report.Read()!;
        Assert.Equal(4, metrics.CurrentStats.Count);
        Assert.Equal(30, metrics.CurrentStats.Max, tolerance: 0.3);
        Assert.Equal((75, 100), (metrics.TargetCompliance.Under10Ms, metrics.TargetCompliance.Under50Ms));
        Assert.Equal(["alert", "insight"], metrics.ByEventType.Keys);
        Assert.Equal(3, metrics.ByEventType["alert"].Count);
        Assert.Equal(["critical", "normal"], metrics.ByLane.Keys);
        Assert.Equal(["batch", "total"], metrics.ByStage.Keys);
        Assert.Equal(700, metrics.ByStage["batch"].P50, tolerance: 7);
    }

    [Fact]
    public void The_health_of_all_edges_connections_is_added_up()
    {
        _window.Add(Digests.Of(Stage.Total, Lane.Normal, "insight", 1));
        AddEdge("edge-1", new EdgeLoad(new Dictionary<string, int>(), 0, 10, 2, 1) { Slowest = [new SlowConnection("a", "agent", 120)] });
        AddEdge("edge-2", new EdgeLoad(new Dictionary<string, int>(), 0, 5, 0, 1) { Slowest = [new SlowConnection("b", "user", 250.04)] });

        var health = _report.Read()!.ConnectionHealth;

        Assert.Equal((15, 2, 2), (health.Healthy, health.Degraded, health.Critical));
        Assert.Equal(
            [new SlowestConnection("edge-2", "b", "user", 250), new SlowestConnection("edge-1", "a", "agent", 120)], health.Slowest);

        void AddEdge(string name, EdgeLoad load) => _instances.Add(Digests.FromEdge(name, load), accepted: 0, appended: 0);
    }

    [Fact]
    public void The_names_are_those_that_were_promised()
    {
        _window.Add(Digests.Of(Stage.Total, Lane.Normal, "insight", 1));
        using var json = JsonSerializer.SerializeToDocument(_report.Read());
        var root = json.RootElement;

        Assert.Equal(
            ["window_seconds", "current_stats", "target_compliance", "by_event_type", "by_lane", "by_stage", "connection_health"], Names(root));
        Assert.Equal(
            ["count", "avg_latency_ms", "min_latency_ms", "max_latency_ms", "p50_latency_ms", "p95_latency_ms", "p99_latency_ms", "p999_latency_ms"],
            Names(root.GetProperty("current_stats")));
        Assert.Equal(["under_10ms_percentage", "under_50ms_percentage"], Names(root.GetProperty("target_compliance")));
        Assert.Equal(["count", "avg_latency", "p95_latency"], Names(root.GetProperty("by_event_type").GetProperty("insight")));
        Assert.Equal(["healthy", "degraded", "critical", "slowest"], Names(root.GetProperty("connection_health")));

        static IEnumerable<string> Names(JsonElement element) => element.EnumerateObject().Select(property => property.Name);
    }
}
