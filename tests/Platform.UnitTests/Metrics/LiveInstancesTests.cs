using Platform.Contracts.Latency;
using Platform.Metrics.Throughput;
using Platform.Metrics.Window;

namespace Platform.UnitTests.Metrics;

public sealed class LiveInstancesTests
{
    private static readonly EdgeLoad Load = new(new Dictionary<string, int> { ["agent"] = 3 }, MessagesSent: 200, Healthy: 3, Degraded: 0, Critical: 0);

    private readonly Timeline _timeline = new();
    private readonly LiveInstances _instances;

    public LiveInstancesTests() => _instances = new LiveInstances(_timeline);

    [Fact]
    public void An_edge_whose_digests_stopped_has_no_connections_any_more()
    {
        _instances.Add(_timeline.Second, Digests.FromEdge("edge-1", Load), accepted: 0, appended: 0);
        _timeline.MoveTo(5);
        Assert.Single(_instances.Read());
        _timeline.MoveTo(6);
        Assert.Empty(_instances.Read());
    }

    [Fact]
    public void Connections_are_those_of_the_newest_digest()
    {
        _instances.Add(_timeline.Second, Digests.FromEdge("edge-1", Load), accepted: 0, appended: 0);
        _instances.Add(_timeline.Second, Digests.FromEdge("edge-1", Load with { Healthy = 1 }), accepted: 0, appended: 0);
        Assert.Equal(1, Assert.Single(_instances.Read()).Edge!.Healthy);
    }

    [Fact]
    public void Rates_go_by_the_seconds_that_the_digests_cover()
    {
        _instances.Add(_timeline.Second, Digests.FromPublisher("publisher-1", seconds: 1), accepted: 0, appended: 5_000);
        _timeline.MoveTo(4);
        // One that waited for the broker covers more than a second, and arrives together with the next.
        _instances.Add(_timeline.Second, Digests.FromPublisher("publisher-1", seconds: 3), accepted: 0, appended: 15_000);
        _instances.Add(_timeline.Second, Digests.FromPublisher("publisher-1", seconds: 1), accepted: 0, appended: 5_000);
        Assert.Equal(5_000, Assert.Single(_instances.Read()).EventsPerSecond);
    }

    [Fact]
    public void Messages_are_counted_by_instance_and_second()
    {
        foreach (var edge in new[] { "edge-1", "edge-2" })
        {
            _instances.Add(_timeline.Second, Digests.FromEdge(edge, Load, seconds: 2), accepted: 0, appended: 0);
        }

        Assert.Equal([100, 100], _instances.Read().Select(edge => edge.MessagesPerSecond));
    }

    [Fact]
    public void What_ingest_accepted_is_told_apart_from_what_was_stored()
    {
        _instances.Add(_timeline.Second, Digests.FromPublisher("ingest-1", seconds: 2), accepted: 600, appended: 0);
        _instances.Add(_timeline.Second, Digests.FromPublisher("publisher-1", seconds: 2), accepted: 0, appended: 400);
        Assert.Equal([("ingest-1", 300, 0), ("publisher-1", 0, 200)], _instances.Read().Select(load => (load.Instance, load.AcceptedPerSecond, load.EventsPerSecond)));
    }
}
