using System.IO.Pipelines;
using System.Text;
using Microsoft.Extensions.Time.Testing;
using Platform.Edge.Connections;

namespace Platform.UnitTests.Edge;

public sealed class OutboxTests : IDisposable
{
    // A transport that takes 16 bytes, then makes its writer wait until they are read.
    private readonly Pipe _transport = new(new PipeOptions(pauseWriterThreshold: 16, resumeWriterThreshold: 8, useSynchronizationContext: false));
    private readonly FakeTimeProvider _clock = new();
    private readonly List<string> _closed = [];
    private readonly List<TimeSpan> _sends = [];
    private readonly WaitingRooms _rooms = new();
    private readonly Outbox _outbox;
    private readonly SignalROutput _signalR;

    public OutboxTests()
    {
        var room = _rooms.Open(new OutboxOptions { MaxBytes = 1_024, MaxEvents = 50, MaxControlBytes = 16_384 });
        _outbox = new Outbox(_transport.Writer, room, _clock, _closed.Add, _sends.Add);
        _signalR = new SignalROutput(_outbox);
    }

    public void Dispose() => _rooms.Dispose();

    [Fact]
    public async Task Writes_through_while_the_connection_is_idle()
    {
        Assert.True(_outbox.TryWrite(Bytes("one"), isCritical: false));
        Assert.Equal("one", await ReadAsync());
        Assert.True(_outbox.WhenDrainedAsync().IsCompleted);
    }

    [Fact]
    public async Task Puts_control_and_critical_in_front_of_what_waits()
    {
        Block();
        _outbox.TryWrite(Bytes("normal "), isCritical: false);
        _outbox.TryWrite(Bytes("critical "), isCritical: true);
        await _signalR.WriteAsync(Bytes("answer "), TestContext.Current.CancellationToken);

        await ReadAsync();
        Assert.Equal("answer critical normal ", await ReadAsync());
    }

    [Fact]
    public async Task Joins_what_waits_into_one_write()
    {
        Block();
        for (var i = 0; i < 10; i++)
        {
            Assert.True(_outbox.TryWrite(Bytes($"{i}"), isCritical: false));
        }

        await ReadAsync();
        Assert.Equal("0123456789", await ReadAsync());
    }

    [Fact]
    public async Task Last_message_comes_behind_the_answers_and_nothing_after_it()
    {
        Block();
        _outbox.TryWrite(Bytes("normal "), isCritical: false);
        _outbox.TryWrite(Bytes("critical "), isCritical: true);
        await _signalR.WriteAsync(Bytes("answer "), TestContext.Current.CancellationToken);
        _outbox.Finish(Bytes("last"));
        await _signalR.WriteAsync(Bytes("too late"), TestContext.Current.CancellationToken);
        _outbox.TryWrite(Bytes("too late"), isCritical: true);
        _outbox.Finish(Bytes("too late"));

        await ReadAsync();
        Assert.Equal("answer last", await ReadAsync());
        Assert.True(_outbox.TryWrite(Bytes("too late"), isCritical: false));
        Assert.False(_transport.Reader.TryRead(out _));
    }

    [Fact]
    public void Refuses_events_beyond_its_bound_but_keeps_room_for_critical_ones()
    {
        Block();
        Assert.True(_outbox.TryWrite(new byte[1_000], isCritical: false));
        Assert.False(_outbox.TryWrite(new byte[100], isCritical: false));
        Assert.True(_outbox.TryWrite(new byte[1_000], isCritical: true));
        Assert.False(_outbox.TryWrite(new byte[100], isCritical: true));
    }

    [Fact]
    public void Refuses_more_events_than_may_wait_however_small_they_are()
    {
        Block();
        Assert.True(_outbox.TryWrite(new OutgoingMessage(new byte[100], Events: 50), isCritical: false));
        Assert.False(_outbox.TryWrite(new OutgoingMessage(new byte[1], Events: 1), isCritical: false));
        Assert.True(_outbox.TryWrite(new OutgoingMessage(new byte[100], Events: 50), isCritical: true));
    }

    [Fact]
    public void Takes_one_event_that_is_larger_than_its_bound()
    {
        Block();
        Assert.True(_outbox.TryWrite(new byte[60_000], isCritical: false));
    }

    [Fact]
    public async Task Copies_of_a_large_frame_only_what_the_transport_takes_and_lets_the_rest_wait()
    {
        Assert.Equal(5, _outbox.Write(Parts(5, 500), isCritical: false));

        Assert.Equal(500, await CountAsync());
        Assert.Equal(2_000, await CountAsync());
    }

    [Fact]
    public void Refuses_a_large_frame_as_a_whole_where_something_waits()
    {
        Block();
        Assert.True(_outbox.TryWrite(new byte[100], isCritical: false));
        Assert.Equal(0, _outbox.Write(Parts(5, 500), isCritical: false));
        Assert.Equal(1, _outbox.Write(Parts(1, 500), isCritical: false));
    }

    [Fact]
    public void Takes_of_a_large_frame_what_went_through_where_the_node_has_no_room_for_the_rest()
    {
        var outbox = new Outbox(
            _transport.Writer, _rooms.Open(new OutboxOptions { MaxBytes = 1_024, NodeMaxBytes = 1_000 }), _clock, _closed.Add, _sends.Add);

        Assert.Equal(1, outbox.Write(Parts(5, 500), isCritical: false));
    }

    [Fact]
    public async Task Never_makes_SignalR_wait_and_closes_a_connection_that_lets_too_much_control_wait()
    {
        Block();
        for (var i = 0; i < 20; i++)
        {
            Assert.True(_signalR.WriteAsync(new byte[1_000], TestContext.Current.CancellationToken).AsTask().IsCompletedSuccessfully);
        }

        Assert.NotEmpty(_closed);
        await ReadAsync();
    }

    [Fact]
    public async Task Says_for_how_long_a_write_has_been_pending()
    {
        Block();
        _clock.Advance(TimeSpan.FromSeconds(3));
        Assert.Equal(TimeSpan.FromSeconds(3), _outbox.Pending);

        await ReadAsync();
        await _outbox.WhenDrainedAsync();
        Assert.Equal(TimeSpan.Zero, _outbox.Pending);
    }

    [Fact]
    public async Task Tells_who_waits_when_the_connection_is_over()
    {
        Block();
        _outbox.TryWrite(Bytes("waits"), isCritical: false);
        var drained = _outbox.WhenDrainedAsync();
        await _transport.Reader.CompleteAsync();

        await drained.WaitAsync(TimeSpan.FromSeconds(5), TestContext.Current.CancellationToken);
        Assert.True(_outbox.TryWrite(Bytes("nobody takes it"), isCritical: false));
    }

    [Fact]
    public async Task Tells_how_long_a_send_took_that_had_to_wait()
    {
        Block();
        _clock.Advance(TimeSpan.FromMilliseconds(40));
        Assert.Equal(TimeSpan.FromMilliseconds(40), _outbox.TakeLongestSend());

        _clock.Advance(TimeSpan.FromMilliseconds(30));
        await ReadAsync();
        await WaitUntilSentAsync();

        Assert.Equal([TimeSpan.FromMilliseconds(70)], _sends);
        Assert.Equal(TimeSpan.FromMilliseconds(70), _outbox.TakeLongestSend());
        Assert.Equal(TimeSpan.Zero, _outbox.TakeLongestSend());
    }

    private async Task WaitUntilSentAsync()
    {
        while (_outbox.Pending > TimeSpan.Zero)
        {
            await Task.Yield();
        }
    }

    private void Block() => Assert.True(_outbox.TryWrite(new byte[20], isCritical: false));

    private async Task<string> ReadAsync()
    {
        var result = await _transport.Reader.ReadAsync(TestContext.Current.CancellationToken);
        var text = Encoding.UTF8.GetString(result.Buffer);
        _transport.Reader.AdvanceTo(result.Buffer.End);
        return text;
    }

    private async Task<long> CountAsync() => (await ReadAsync()).Length;

    private static OutgoingMessage[] Parts(int count, int bytes) =>
        [.. Enumerable.Range(1, count).Select(offset => new OutgoingMessage(new byte[bytes], Events: 1, offset))];

    private static byte[] Bytes(string text) => Encoding.UTF8.GetBytes(text);
}
