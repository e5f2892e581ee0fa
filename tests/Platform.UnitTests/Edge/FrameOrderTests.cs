using System.Diagnostics.Metrics;
using System.IO.Pipelines;
using System.Security.Claims;
using System.Text;
using Microsoft.AspNetCore.Connections;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using Platform.Contracts.Frames;
using Platform.Contracts.Lanes;
using Platform.Edge.Channels;
using Platform.Edge.Connections;
using Platform.Edge.Streams;
using Platform.ServiceDefaults.Latency;
using Platform.ServiceDefaults.Security;

namespace Platform.UnitTests.Edge;

/// <summary>Frames come on any thread. A stream that is live gives its client each, in order; one that met a hole reads on from history.</summary>
public sealed class FrameOrderTests : IDisposable
{
    private readonly FakeTimeProvider _clock = new();
    private readonly ServiceProvider _meters = new ServiceCollection().AddMetrics().BuildServiceProvider();
    private readonly WaitingRooms _rooms = new();
    private readonly Pipe _pipe = new(new PipeOptions(pauseWriterThreshold: 0, useSynchronizationContext: false));
    private readonly ClientConnection _connection;
    private readonly LiveLane _lane;
    private readonly LaneStream _stream;

    public FrameOrderTests()
    {
        var meters = _meters.GetRequiredService<IMeterFactory>();
        var slowSends = new SlowSends(meters, new StaticOptions<HeartbeatOptions>(new HeartbeatOptions()), _clock, NullLogger<SlowSends>.Instance);
        var slowEvents = new SlowEvents(meters, new StaticOptions<SlowEventOptions>(new SlowEventOptions()), _clock, NullLogger<SlowEvents>.Instance);
        _lane = new LiveLane(null!, Lane.Normal, new FanOutLatency(new LatencyRecorder(), slowEvents, _clock), _clock);
        _connection = new ClientConnection(
            new DefaultConnectionContext("c1", new Duplex(_pipe), new Duplex(_pipe)), new AccessToken(new ClaimsPrincipal()), _rooms.Open(new OutboxOptions()), slowSends, _clock);
        _stream = new LaneStream(_connection, _lane, new CatchUp(null!, null!, null!, _clock), after: 5);
        _lane.Hold("first", newest: 5);
        _lane.Add(_stream);
        _lane.Start(_stream, after: 5, "first");
    }

    public void Dispose()
    {
        _connection.Close();
        _meters.Dispose();
        _rooms.Dispose();
    }

    [Fact]
    public void A_frame_that_overtook_another_waits_for_it()
    {
        var life = _stream.Life;

        Assert.True(_lane.TryTake(FrameOf(7)));
        Assert.True(_lane.TryTake(FrameOf(8, count: 2)));
        Assert.Equal(5, _stream.After);

        Assert.True(_lane.TryTake(FrameOf(6)));

        Assert.Equal((9L, life), (_stream.After, _stream.Life));
    }

    [Fact]
    public void A_frame_that_waited_in_vain_shows_the_hole()
    {
        // It ends before a catch-up would read: what is looked at here is whether one is begun.
        _connection.Close();
        var life = _stream.Life;
        _lane.TryTake(FrameOf(7));
        _lane.TryTake(FrameOf(8));
        Assert.Equal((5L, life), (_lane.Newest, _stream.Life));

        _clock.Advance(FrameOrder.Patience);

        Assert.True(SpinWait.SpinUntil(() => _lane.Newest == 8, TimeSpan.FromSeconds(10)));
        Assert.Equal(5, _stream.After);
        Assert.NotEqual(life, _stream.Life);
    }

    [Fact]
    public void A_frame_that_comes_again_is_taken_once()
    {
        _lane.TryTake(FrameOf(6));
        _lane.TryTake(FrameOf(6));
        _lane.TryTake(FrameOf(7));

        Assert.Equal(7, _stream.After);
        Assert.Equal(2, EventsWritten());
    }

    [Fact]
    public void A_hole_that_closes_leaves_the_next_one_its_own_time()
    {
        var life = _stream.Life;
        _lane.TryTake(FrameOf(7));
        _lane.TryTake(FrameOf(6));
        _lane.TryTake(FrameOf(9));

        _clock.Advance(FrameOrder.Patience);
        // The end of the first one's time goes by the pool: it may find nothing to release.
        Thread.Sleep(100);
        _lane.TryTake(FrameOf(8));

        Assert.Equal((9L, life), (_stream.After, _stream.Life));
    }

    [Fact]
    public void A_frame_that_can_not_be_taken_does_not_hold_up_those_behind_it()
    {
        List<Exception> told = [];
        FanOutLatency broken = null!;
        var lane = new LiveChannel("c", null!, broken, (_, _, why) => told.Add(why), _clock)[Lane.Normal];
        lane.Hold("first", newest: 5);

        lane.TryTake(FrameOf(7));
        lane.TryTake(FrameOf(6));

        Assert.Equal((7L, 2), (lane.Newest, told.Count));
    }

    [Fact]
    public void A_frame_that_waits_when_its_epoch_ends_is_not_of_the_next()
    {
        _lane.TryTake(FrameOf(7));
        _lane.Hold("second", newest: 0);
        _lane.Start(_stream, after: 0, "second");
        var life = _stream.Life;

        Assert.False(_lane.TryTake(FrameOf(6)));
        Assert.True(_lane.TryTake(FrameOf(1, count: 6, epoch: "second")));
        Assert.Equal(6, _stream.After);
        Assert.True(_lane.TryTake(FrameOf(7, epoch: "second")));

        Assert.Equal((7L, life), (_stream.After, _stream.Life));
        Assert.Equal(7, EventsWritten());
    }

    [Fact]
    public void Frames_from_many_threads_are_taken_in_order()
    {
        const int frames = 10_000;
        var life = _stream.Life;
        var next = 5;

        Parallel.For(0, frames, new ParallelOptions { MaxDegreeOfParallelism = 8 }, _ => _lane.TryTake(FrameOf(Interlocked.Increment(ref next))));

        // The clock stands still: nothing was taken for lost, so that all were in order, or some would still wait.
        Assert.Equal((5L + frames, life), (_stream.After, _stream.Life));
    }

    private int EventsWritten() =>
        _pipe.Reader.TryRead(out var written) ? Encoding.UTF8.GetString(written.Buffer).Split("\"event_type\"").Length - 1 : 0;

    private static LiveFrame FrameOf(long first, int count = 1, string epoch = "first") =>
        new(Frame.Parse(Encoding.UTF8.GetBytes(
            $"{epoch} {first} {count} 0" + string.Concat(Enumerable.Repeat("\u001e{\"channel\":\"c\",\"event_type\":\"t\",\"data\":{}}", count)))), receivedAt: 0);
}
