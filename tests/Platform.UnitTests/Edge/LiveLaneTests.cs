using System.Diagnostics.Metrics;
using System.IO.Pipelines;
using System.Security.Claims;
using Microsoft.AspNetCore.Connections;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using Platform.Contracts.Frames;
using Platform.Contracts.Lanes;
using Platform.Edge.Channels;
using Platform.Edge.Connections;
using Platform.Edge.Streams;
using Platform.ServiceDefaults.Security;

namespace Platform.UnitTests.Edge;

/// <summary>When a stream is live, held, or reads on from history; its life tells, which each catch-up has anew.</summary>
public sealed class LiveLaneTests : IDisposable
{
    private readonly FakeTimeProvider _clock = new();
    private readonly ServiceProvider _meters = new ServiceCollection().AddMetrics().BuildServiceProvider();
    private readonly WaitingRooms _rooms = new();
    private readonly LiveLane _lane;
    private readonly LaneStream _stream;

    public LiveLaneTests()
    {
        _lane = new LiveLane(null!, Lane.Normal, null!, _clock);
        var slowSends = new SlowSends(
            _meters.GetRequiredService<IMeterFactory>(), new StaticOptions<HeartbeatOptions>(new HeartbeatOptions()), _clock, NullLogger<SlowSends>.Instance);
        var pipe = new Pipe();
        var connection = new ClientConnection(
            new DefaultConnectionContext("c1", new Duplex(pipe), new Duplex(pipe)), new AccessToken(new ClaimsPrincipal()), _rooms.Open(new OutboxOptions()), slowSends, _clock);
        // It ends before a catch-up would read: what is looked at here is whether one is begun.
        connection.Close();
        _stream = new LaneStream(connection, _lane, new CatchUp(null!, null!, null!, _clock), after: 5);
        _lane.Hold("first", newest: 5);
        _lane.Add(_stream);
    }

    public void Dispose()
    {
        _meters.Dispose();
        _rooms.Dispose();
    }

    [Fact]
    public void A_live_stream_reads_on_from_history_when_something_newer_did_not_come()
    {
        _lane.Start(_stream, after: 5, "first");
        var life = _stream.Life;

        Assert.True(_lane.TryAdvance(8, "first"));

        Assert.NotEqual(life, _stream.Life);
    }

    [Fact]
    public void A_stream_that_reads_on_is_left_to_it()
    {
        _lane.Start(_stream, after: 3, "first");
        var life = _stream.Life;

        Assert.True(_lane.TryAdvance(8, "first"));

        Assert.Equal(life, _stream.Life);
    }

    /// <summary>Else it would give its client events of an epoch that the client was not told of, and give them again afterwards.</summary>
    [Fact]
    public void A_stream_that_is_held_stays_so_until_it_is_started_in_the_new_epoch()
    {
        _lane.Start(_stream, after: 5, "first");
        _lane.Hold("second", newest: 0);
        var life = _stream.Life;

        Assert.True(_lane.TryAdvance(8, "second"));
        _lane.Start(_stream, after: 5, "first");
        Assert.Equal((life, 5L), (_stream.Life, _stream.After));

        _lane.Start(_stream, after: 0, "second");
        Assert.NotEqual(life, _stream.Life);
        Assert.Equal(0, _stream.After);
    }

    [Fact]
    public void A_frame_of_which_only_a_part_found_room_is_read_on_from_where_it_ends()
    {
        // One byte makes the transport wait, and the node has room for nothing that waits.
        var pipe = new Pipe(new PipeOptions(pauseWriterThreshold: 1, resumeWriterThreshold: 1, useSynchronizationContext: false));
        var connection = new ClientConnection(
            new DefaultConnectionContext("c2", new Duplex(pipe), new Duplex(pipe)),
            new AccessToken(new ClaimsPrincipal()),
            _rooms.Open(new OutboxOptions { NodeMaxBytes = 1 }),
            new SlowSends(_meters.GetRequiredService<IMeterFactory>(), new StaticOptions<HeartbeatOptions>(new HeartbeatOptions()), _clock, NullLogger<SlowSends>.Instance),
            _clock);
        var stream = new LaneStream(connection, _lane, new CatchUp(null!, null!, null!, _clock), after: 5);
        _lane.Add(stream);
        _lane.Start(stream, after: 5, "first");
        var life = stream.Life;
        var large = $$"""{"channel":"c","data":"{{new string('x', 5_000)}}"}""";
        var frame = Frame.Parse(System.Text.Encoding.UTF8.GetBytes($"first 6 3 0\u001e{large}\u001e{large}\u001e{large}"));

        Assert.Equal(1, stream.Offer(new LiveFrame(frame, receivedAt: 0)));

        Assert.Equal(6, stream.After);
        Assert.NotEqual(life, stream.Life);
        connection.Close();
    }
}
