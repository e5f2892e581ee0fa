using System.IO.Pipelines;
using Microsoft.Extensions.Time.Testing;
using Platform.Edge.Connections;

namespace Platform.UnitTests.Edge;

/// <summary>What all connections of a node may have waiting together.</summary>
public sealed class WaitingRoomTests : IDisposable
{
    private const int Each = 10_000;
    private const int NodeMaxBytes = 1024 * 1024;
    private const int ForAllLanes = NodeMaxBytes * 3 / 4;

    private readonly WaitingRooms _rooms = new();
    private readonly List<string> _closed = [];

    public void Dispose() => _rooms.Dispose();

    [Fact]
    public void All_connections_together_have_a_bound_and_a_part_of_it_is_for_critical_events_alone()
    {
        var room = _rooms.Open(new OutboxOptions { NodeMaxBytes = NodeMaxBytes });
        var crowd = Crowd(room, 200);

        Assert.Equal(ForAllLanes / Each, crowd.Count(client => client.Outbox.TryWrite(new byte[Each], isCritical: false)));
        Assert.Equal((NodeMaxBytes / Each) - (ForAllLanes / Each), crowd.Count(client => client.Outbox.TryWrite(new byte[Each], isCritical: true)));
    }

    /// <summary>A large frame is held once for all whom it goes to.</summary>
    [Fact]
    public void Bytes_that_many_wait_for_take_room_once_and_until_the_last_has_them()
    {
        var room = _rooms.Open(new OutboxOptions { NodeMaxBytes = NodeMaxBytes });
        var crowd = Crowd(room, 200);
        var shared = new OutgoingMessage(new byte[ForAllLanes], Events: 1, Holders: new Holders());

        Assert.All(crowd, client => Assert.True(client.Outbox.TryWrite(shared, isCritical: false)));

        var other = Crowd(room, 1)[0];
        crowd[0].Outbox.Complete();
        Assert.False(other.Outbox.TryWrite(new byte[1], isCritical: false));
        foreach (var client in crowd[1..])
        {
            client.Outbox.Complete();
        }

        Assert.True(other.Outbox.TryWrite(new byte[ForAllLanes], isCritical: false));
    }

    [Fact]
    public void Events_are_bounded_as_bytes_are()
    {
        var room = _rooms.Open(new OutboxOptions { NodeMaxEvents = 1_000 });

        Assert.Equal(75, Crowd(room, 200).Count(client => client.Outbox.TryWrite(new OutgoingMessage(new byte[1], Events: 10), isCritical: false)));
    }

    [Fact]
    public async Task Who_reads_gets_everything_while_others_fill_the_room_and_those_who_leave_give_it_back()
    {
        var room = _rooms.Open(new OutboxOptions { NodeMaxBytes = NodeMaxBytes });
        var crowd = Crowd(room, 200);
        foreach (var client in crowd)
        {
            client.Outbox.TryWrite(new byte[Each], isCritical: true);
        }

        var reader = new Client(room, _closed.Add);
        Assert.True(reader.Outbox.TryWrite(new byte[Each], isCritical: false));
        // Its second event does not wait, and is read from history after the first.
        Assert.False(reader.Outbox.TryWrite(new byte[Each], isCritical: false));
        await reader.ReadAsync();
        await reader.Outbox.WhenDrainedAsync();
        Assert.True(reader.Outbox.TryWrite(new byte[Each], isCritical: false));

        crowd[0].Outbox.Complete();
        await crowd[1].Transport.Reader.CompleteAsync();
        await crowd[1].Outbox.WhenDrainedAsync();
        Assert.Equal((NodeMaxBytes - (102 * Each)) / 6_000, crowd[2..].Count(client => client.Outbox.TryWrite(new byte[6_000], isCritical: true)));
    }

    [Fact]
    public void Where_answers_have_taken_all_room_connections_end_that_let_many_wait()
    {
        var room = _rooms.Open(new OutboxOptions { NodeMaxBytes = NodeMaxBytes, MaxBytes = 20_000 });
        var crowd = Crowd(room, 120);
        foreach (var client in crowd)
        {
            client.Outbox.WriteControl(new byte[Each]);
        }

        Assert.Empty(_closed);
        crowd[0].Outbox.WriteControl(new byte[Each]);
        crowd[0].Outbox.WriteControl(new byte[Each]);
        Assert.Single(_closed);
    }

    // Their transports have taken one message, which nobody reads.
    private Client[] Crowd(WaitingRoom room, int clients)
    {
        var crowd = Enumerable.Range(0, clients).Select(_ => new Client(room, _closed.Add)).ToArray();
        Assert.All(crowd, client => Assert.True(client.Outbox.TryWrite(new byte[20], isCritical: false)));
        return crowd;
    }

    private sealed class Client(WaitingRoom room, Action<string> close)
    {
        public Pipe Transport { get; } = new(new PipeOptions(pauseWriterThreshold: 16, resumeWriterThreshold: 8, useSynchronizationContext: false));

        public Outbox Outbox => field ??= new Outbox(Transport.Writer, room, new FakeTimeProvider(), close, _ => { });

        public async Task ReadAsync()
        {
            var result = await Transport.Reader.ReadAsync(TestContext.Current.CancellationToken);
            Transport.Reader.AdvanceTo(result.Buffer.End);
        }
    }
}
