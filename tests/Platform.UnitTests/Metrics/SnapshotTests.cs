using System.Text.Json;
using Platform.Contracts.Events;
using Platform.Contracts.Lanes;
using Platform.Contracts.Latency;
using Platform.Metrics.Dashboard;
using Platform.Metrics.Throughput;
using Platform.Metrics.Window;

namespace Platform.UnitTests.Metrics;

public sealed class SnapshotTests
{
    private static readonly Snapshot Empty = new(
        new Dictionary<string, SnapshotLatency>(),
        new Dictionary<string, SnapshotLatency>(),
        new ThroughputMetrics(0, 0, 0, 0, null, null, null, new Dictionary<string, int>(), new Dictionary<string, int>()),
        new ConnectionHealth(0, 0, 0, []),
        new Dictionary<string, VersionLoad>(),
        []);

    private readonly Timeline _timeline = new();
    private readonly SlidingWindow _window;

    public SnapshotTests() => _window = new SlidingWindow(_timeline);

    [Fact]
    public void What_arrived_is_read_once_when_its_second_is_over()
    {
        long second = -1;
        _window.Add(1, Digests.Of(Stage.Total, Lane.High, "t", 1));
        Assert.Empty(_window.ReadOn(ref second));

        _timeline.MoveTo(1);
        _window.Add(2, Digests.Of(Stage.Total, Lane.High, "t", 2));
        Assert.Single(_window.ReadOn(ref second));
        Assert.Empty(_window.ReadOn(ref second));

        _timeline.MoveTo(3);
        Assert.Single(_window.ReadOn(ref second));
    }

    [Fact]
    public void Replicas_give_the_snapshot_of_a_second_the_same_id()
    {
        var second = DateTimeOffset.FromUnixTimeSeconds(1_767_607_200);
        var first = Read(SnapshotPublisher.Body(second, Empty));
        var other = Read(SnapshotPublisher.Body(second, Empty with { ConnectionHealth = new ConnectionHealth(1, 0, 0, []) }));
        var next = Read(SnapshotPublisher.Body(second.AddSeconds(1), Empty));

        Assert.Equal(("ops.metrics:1767607200", "ops.metrics", Lane.High), (first.Id, first.Topic, first.Lane));
        Assert.Equal(first.Id, other.Id);
        Assert.NotEqual(first.Id, next.Id);
    }

    [Fact]
    public void A_queue_that_cannot_be_asked_is_null_and_not_empty()
    {
        using var data = JsonDocument.Parse(Read(SnapshotPublisher.Body(DateTimeOffset.UnixEpoch, Empty)).Data);

        Assert.Equal(JsonValueKind.Null, data.RootElement.GetProperty("throughput").GetProperty("queue_depth_by_lane").ValueKind);
    }

    private static Event Read(ReadOnlyMemory<byte> body)
    {
        Assert.True(EventReader.TryRead(body, 65_536, out var @event, out _));
        return @event;
    }
}
