using System.Text.Json;
using Platform.Contracts.Lanes;
using Platform.Contracts.Latency;
using Platform.Metrics;
using Platform.Metrics.Latency;
using Platform.Metrics.Throughput;
using Platform.Metrics.Window;

namespace Platform.UnitTests.Metrics;

public sealed class LatencyReportTests
{
    private readonly Timeline _timeline = new();
    private readonly SlidingWindow _window;
    private readonly LiveInstances _instances;
    private readonly LatencyReport _report;

    public LatencyReportTests()
    {
        _timeline.MoveTo(1_767_607_200);
        _window = new SlidingWindow(_timeline);
        _instances = new LiveInstances(_timeline);
        _report = new LatencyReport(_window, _instances, _timeline, new StaticOptions<MetricsOptions>(new MetricsOptions()));
    }

    [Fact]
    public void Without_an_event_that_came_to_its_end_there_is_no_data()
    {
        _window.Add(1_767_607_200, Digests.Of(Stage.Batch, Lane.Normal, "insight", 1));
        Assert.Null(_report.Read());
        Assert.Equal("""{"message":"No latency data available"}""", JsonSerializer.Serialize(new NoLatencyData()));
    }

    [Fact]
    public void Statistics_are_of_the_whole_way_and_stages_stand_beside_them()
    {
        _window.Add(1_767_607_200, Digests.Of(Stage.Total, Lane.Critical, "alert", 4, 4, 4));
        _window.Add(1_767_607_200, Digests.Of(Stage.Total, Lane.Normal, "insight", 30));
        _window.Add(1_767_607_200, Digests.Of(Stage.Batch, Lane.Normal, "insight", 700));

        var metrics = _report.Read()!;
        Assert.Equal(4, metrics.CurrentStats.Count);
        Assert.Equal(30, metrics.CurrentStats.Max, tolerance: 0.3);
        Assert.Equal((75, 100), (metrics.TargetCompliance.Under10Ms, metrics.TargetCompliance.Under50Ms));
        Assert.Equal(["alert", "insight"], metrics.ByEventType.Keys);
        Assert.Equal(3, metrics.ByEventType["alert"].Count);
        Assert.Equal(["critical", "normal"], metrics.ByLane.Keys);
        Assert.Equal(["batch", "written", "total"], metrics.ByStage.Keys);
        Assert.Equal(700, metrics.ByStage["batch"].P50, tolerance: 7);
    }

    [Fact]
    public void A_lane_and_a_stage_can_be_asked_for_alone()
    {
        _window.Add(1_767_607_200, Digests.Of(Stage.Total, Lane.Critical, "alert", 4));
        _window.Add(1_767_607_200, Digests.Of(Stage.Total, Lane.Normal, "insight", 30, 30));
        _window.Add(1_767_607_200, Digests.Of(Stage.Batch, Lane.Normal, "insight", 7));

        Assert.Equal(1, Ask("1m", "critical", null)!.CurrentStats.Count);
        Assert.Equal(7, Ask("1h", null, "batch")!.CurrentStats.P50, tolerance: 0.1);
        Assert.Null(Ask("1m", "critical", "batch"));
        Assert.False(LatencyQuery.TryRead("2m", null, null, out _, out _));
        Assert.False(LatencyQuery.TryRead(null, "urgent", null, out _, out _));
        Assert.False(LatencyQuery.TryRead(null, null, "handled", out _, out _));

        LatencyMetrics? Ask(string window, string? lane, string? stage) =>
            LatencyQuery.TryRead(window, lane, stage, out var query, out var fault) ? _report.Read(query) : throw new ArgumentException(fault);
    }

    [Theory]
    [InlineData(4, "services", 100)]
    [InlineData(5, "clients", 5)]
    public void Clients_speak_for_the_whole_way_once_enough_of_them_report(int reported, string measuredBy, int count)
    {
        _window.Add(1_767_607_200, Digests.Of(Stage.Total, Lane.Normal, "insight", Enumerable.Repeat(2.0, 100)));
        _window.Add(1_767_607_200, Digests.Of(Stage.Handled, Lane.Normal, "insight", Enumerable.Repeat(3.0, reported)));

        var metrics = _report.Read()!;
        Assert.Equal((measuredBy, count), (metrics.MeasuredBy, metrics.CurrentStats.Count));
        Assert.Equal(["written", "total"], metrics.ByStage.Keys);
        Assert.Equal((100, count), (metrics.ByStage["written"].Count, metrics.ByStage["total"].Count));
    }

    // Clients report each ten seconds: the seconds with reports showed theirs, those between them the edges'.
    [Fact]
    public void A_series_has_one_measure_in_all_its_slots_and_lanes_and_says_which()
    {
        for (var second = 0; second < 20; second++)
        {
            _window.Add(1_767_607_181 + second, Digests.Of(Stage.Total, Lane.Normal, "insight", Enumerable.Repeat(2.0, 100)));
        }

        _window.Add(1_767_607_190, Digests.Of(Stage.Handled, Lane.Normal, "insight", Enumerable.Repeat(3.0, 900)));
        _window.Add(1_767_607_195, Digests.Of(Stage.Total, Lane.High, "insight", 2, 2));
        var series = new SeriesReport(_window, _timeline, new StaticOptions<MetricsOptions>(new MetricsOptions()));

        var total = series.Read(LatencyQuery.Default);
        Assert.Equal("clients", total.MeasuredBy);
        Assert.Equal(900, Assert.Single(total.Lanes["normal"]).Count);
        Assert.Empty(total.Lanes["high"]);

        var written = series.Read(LatencyQuery.Default with { Stage = "written" });
        Assert.Equal(("services", 20, 1), (written.MeasuredBy, written.Lanes["normal"].Count, written.Lanes["high"].Count));
        Assert.Equal("services", series.Read(LatencyQuery.Default with { Lane = Lane.High }).MeasuredBy);
    }

    // A type an order, each among its second's busiest, made an answer of thousands of rows.
    [Fact]
    public void An_answer_tells_the_hundred_busiest_types_of_its_window_apart()
    {
        for (var second = 0; second < 50; second++)
        {
            _window.Add(1_767_607_151 + second, [.. Enumerable.Range(0, 10).SelectMany(n => Digests.Of(Stage.Total, Lane.Normal, $"order_{second:00}_{n}", 1))]);
            _window.Add(1_767_607_151 + second, Digests.Of(Stage.Total, Lane.Normal, "usual", 1, 1));
        }

        var types = _report.Read()!.ByEventType;
        Assert.Equal(101, types.Count);
        Assert.Equal((100, 600), (types["usual"].Count, types.Values.Sum(type => type.Count)));
        Assert.Equal(401, types["other"].Count);
    }

    [Fact]
    public void An_answer_says_who_measured_what_was_asked_for_and_who_the_total()
    {
        _window.Add(1_767_607_200, Digests.Of(Stage.Total, Lane.Normal, "insight", 2));
        _window.Add(1_767_607_200, Digests.Of(Stage.Client, Lane.Normal, "insight", 1));
        _window.Add(1_767_607_200, Digests.Of(Stage.Handled, Lane.Normal, "insight", 3));

        Assert.Equal(("services", "clients"), Who("written"));
        Assert.Equal(("clients", "clients"), Who("client"));
        Assert.Equal(("clients", "clients"), Who("total"));

        (string, string) Who(string stage) => _report.Read(LatencyQuery.Default with { Stage = stage }) is { } answer ? (answer.MeasuredBy, answer.TotalMeasuredBy) : default;
    }

    [Fact]
    public void The_health_of_all_edges_connections_is_added_up()
    {
        _window.Add(1_767_607_200, Digests.Of(Stage.Total, Lane.Normal, "insight", 1));
        AddEdge("edge-1", new EdgeLoad(new Dictionary<string, int>(), 0, 10, 2, 1) { Slowest = [new SlowConnection("a", "agent", 120)] });
        AddEdge("edge-2", new EdgeLoad(new Dictionary<string, int>(), 0, 5, 0, 1) { Slowest = [new SlowConnection("b", "user", 250.04)] });

        var health = _report.Read()!.ConnectionHealth;

        Assert.Equal((15, 2, 2), (health.Healthy, health.Degraded, health.Critical));
        Assert.Equal(
            [new SlowestConnection("edge-2", "b", "user", 250), new SlowestConnection("edge-1", "a", "agent", 120)], health.Slowest);

        void AddEdge(string name, EdgeLoad load) => _instances.Add(1_767_607_200, Digests.FromEdge(name, load), accepted: 0, appended: 0);
    }

    [Fact]
    public void The_names_are_those_that_were_promised()
    {
        _window.Add(1_767_607_200, Digests.Of(Stage.Total, Lane.Normal, "insight", 1));
        using var json = JsonSerializer.SerializeToDocument(_report.Read());
        var root = json.RootElement;

        Assert.Equal(
            [
                "window", "window_seconds", "as_of", "stage", "lane", "measured_by", "total_measured_by", "current_stats", "target_compliance", "by_event_type", "by_lane",
                "by_stage", "client_reports", "connection_health",
            ],
            Names(root));
        Assert.Equal(
            ["count", "avg_latency_ms", "min_latency_ms", "max_latency_ms", "p50_latency_ms", "p95_latency_ms", "p99_latency_ms", "p999_latency_ms"],
            Names(root.GetProperty("current_stats")));
        Assert.Equal(["under_10ms_percentage", "under_50ms_percentage"], Names(root.GetProperty("target_compliance")));
        Assert.Equal(["count", "avg_latency", "p95_latency", "p50_latency", "p99_latency"], Names(root.GetProperty("by_event_type").GetProperty("insight")));
        Assert.Equal(["healthy", "degraded", "critical", "slowest"], Names(root.GetProperty("connection_health")));

        static IEnumerable<string> Names(JsonElement element) => element.EnumerateObject().Select(property => property.Name);
    }
}
