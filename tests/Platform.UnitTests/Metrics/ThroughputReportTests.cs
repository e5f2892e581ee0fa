using System.Text.Json;
using Platform.Contracts.Lanes;
using Platform.Contracts.Latency;
using Platform.Metrics.Latency;
using Platform.Metrics.Throughput;
using Platform.Metrics.Window;

namespace Platform.UnitTests.Metrics;

public sealed class ThroughputReportTests
{
    private const long Now = 1_767_607_200;

    private readonly Timeline _timeline = new();
    private readonly SlidingWindow _window;
    private readonly LiveInstances _instances;
    private readonly ThroughputReport _report;

    public ThroughputReportTests()
    {
        _timeline.MoveTo(Now);
        (_window, _instances) = (new SlidingWindow(_timeline), new LiveInstances(_timeline));
        _report = new ThroughputReport(_instances, new QueueDepths(null!, null!, TimeProvider.System), _window);
    }

    [Fact]
    public void The_names_are_those_that_were_promised()
    {
        using var json = JsonSerializer.SerializeToDocument(_report.Read());
        Assert.Equal(
            [
                "active_connections", "messages_per_second", "events_per_second", "accepted_per_second", "queue_depth", "queue_depth_by_lane", "dead_letters",
                "connection_distribution", "connections_by_node",
            ],
            json.RootElement.EnumerateObject().Select(property => property.Name));
    }

    [Fact]
    public void Connections_are_told_by_role_over_all_nodes_and_by_node_over_all_roles()
    {
        _instances.Add(Now, Digests.FromEdge("edge-1", Load(("agent", 3), ("operator", 1))), accepted: 0, appended: 0);
        _instances.Add(Now, Digests.FromEdge("edge-2", Load(("agent", 5))), accepted: 0, appended: 0);

        var throughput = _report.Read();
        Assert.Equal(9, throughput.ActiveConnections);
        Assert.Equal([KeyValuePair.Create("agent", 8), KeyValuePair.Create("operator", 1)], throughput.ConnectionDistribution.OrderBy(role => role.Key));
        Assert.Equal([KeyValuePair.Create("edge-1", 4), KeyValuePair.Create("edge-2", 5)], throughput.ConnectionsByNode.AsEnumerable());
        Assert.Equal(((long?)null, (long?)null), (throughput.QueueDepth, throughput.DeadLetters));
    }

    [Fact]
    public void Rates_of_a_window_and_lane_are_what_it_holds_by_its_seconds()
    {
        _window.Add(Now, Digests.Of(Stage.Total, Lane.High, "insight", Enumerable.Repeat(2.0, 600)));
        _window.Add(Now - 100, Digests.Of(Stage.Batch, Lane.High, "insight", Enumerable.Repeat(2.0, 300)));
        _window.Add(Now, Digests.Of(Stage.Ingest, Lane.Normal, "insight", Enumerable.Repeat(2.0, 60)));

        Assert.Equal((10, 0, 1), Rates("1m", null));
        Assert.Equal((2, 1, 0.2), Rates("5m", null));
        Assert.Equal((2, 1, 0), Rates("5m", "high"));

        (double, double, double) Rates(string window, string? lane) =>
            LatencyQuery.TryRead(window, lane, null, out var query, out var fault) && _report.Read(query) is var read
                ? (read.MessagesPerSecond, read.EventsPerSecond, read.AcceptedPerSecond)
                : throw new ArgumentException(fault);
    }

    private static EdgeLoad Load(params (string Role, int Count)[] connections) =>
        new(connections.ToDictionary(role => role.Role, role => role.Count), MessagesSent: 0, Healthy: connections.Sum(role => role.Count), Degraded: 0, Critical: 0);
}
