using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;
using Platform.Contracts.Lanes;
using Platform.Contracts.Names;
using Platform.Contracts.Pacing;
using Platform.Publisher.Pacing;
using Platform.ServiceDefaults.Hosting;
using Platform.ServiceDefaults.Redis;

namespace Platform.UnitTests.Publisher;

public sealed class LanePaceTests : IAsyncDisposable
{
    private readonly FakeTimeProvider _clock = new();
    private readonly RedisConnections _redis = new(Options.Create(new RedisOptions()), Options.Create(new ServiceOptions()));
    private readonly EdgeAges _edges;

    public LanePaceTests() => _edges = new EdgeAges(_redis, new RedisNames("test"), _clock);

    [Fact]
    public async Task Lane_goes_as_fast_as_it_can_while_frames_are_young()
    {
        var pace = Pace(Lane.Normal);
        for (var i = 0; i < 20; i++)
        {
            await RunAsync(pace, 1_000, ageMs: 19);
        }

        Assert.Equal(double.PositiveInfinity, pace.Limit);
    }

    [Fact]
    public async Task Lane_is_cut_to_below_what_it_did_and_then_let_faster_again()
    {
        var pace = Pace(Lane.Normal);
        await RunAsync(pace, 2_500, ageMs: 0);
        await RunAsync(pace, 2_500, ageMs: 25);
        Assert.Equal(9_800, pace.Limit, 1.0);

        foreach (var allowed in new[] { 9_800, 9_800, 9_950 })
        {
            await RunAsync(pace, 2_000, ageMs: 5);
            Assert.Equal(allowed, pace.Limit, 1.0);
        }
    }

    [Fact]
    public async Task Few_events_that_are_old_for_another_reason_are_not_slowed()
    {
        var pace = Pace(Lane.Normal);
        await RunAsync(pace, 250, ageMs: 0);
        await RunAsync(pace, 250, ageMs: 150);
        Assert.Equal(double.PositiveInfinity, pace.Limit);

        await RunAsync(pace, 250, ageMs: 250);
        Assert.Equal(500, pace.Limit, 1.0);
    }

    [Fact]
    public async Task Cut_goes_to_half_at_most()
    {
        var pace = Pace(Lane.Normal);
        await RunAsync(pace, 2_500, ageMs: 0);
        await RunAsync(pace, 2_500, ageMs: 5_000);
        Assert.Equal(5_000, pace.Limit, 1.0);
    }

    [Fact]
    public async Task Limit_goes_when_the_lane_has_no_need_of_it()
    {
        var pace = Pace(Lane.Normal);
        await RunAsync(pace, 2_500, ageMs: 0);
        await RunAsync(pace, 2_500, ageMs: 100);
        Assert.NotEqual(double.PositiveInfinity, pace.Limit);

        await RunAsync(pace, 10, ageMs: 0);
        Assert.Equal(double.PositiveInfinity, pace.Limit);
    }

    [Fact]
    public async Task Batch_waits_until_what_was_appended_has_been_worked_off_at_the_allowed_rate()
    {
        var pace = Pace(Lane.Normal);
        await RunAsync(pace, 500, ageMs: 0);
        await RunAsync(pace, 500, ageMs: 300);
        Assert.Equal(1_000, pace.Limit, 1.0);

        // 20 of them for the time that was not used before.
        await RunAsync(pace, 0, ageMs: 300);
        pace.Spend(120);
        var waiting = pace.WaitAsync(TestContext.Current.CancellationToken);
        _clock.Advance(TimeSpan.FromMilliseconds(50));
        Assert.False(waiting.IsCompleted);
        _clock.Advance(TimeSpan.FromMilliseconds(60));
        await waiting;
    }

    [Fact]
    public async Task Normal_gives_way_before_high_and_critical_never()
    {
        var (normal, high, critical) = (Pace(Lane.Normal), Pace(Lane.High), Pace(Lane.Critical));
        foreach (var age in new[] { 0, 30 })
        {
            foreach (var pace in new[] { normal, high, critical })
            {
                pace.Spend(2_500);
            }

            _edges.Take(new FrameAge("edge-1", age, age));
            _clock.Advance(FrameAge.ReportInterval);
            foreach (var pace in new[] { critical, high })
            {
                await pace.WaitAsync(TestContext.Current.CancellationToken);
            }

            var waiting = normal.WaitAsync(TestContext.Current.CancellationToken).AsTask();
            while (!waiting.IsCompleted)
            {
                _clock.Advance(TimeSpan.FromMilliseconds(1));
            }

            await waiting;
        }

        Assert.NotEqual(double.PositiveInfinity, normal.Limit);
        Assert.Equal(double.PositiveInfinity, high.Limit);
        Assert.Equal(double.PositiveInfinity, critical.Limit);
    }

    [Fact]
    public void One_node_that_lags_slows_nobody_and_a_silent_one_is_not_counted()
    {
        _edges.Take(new FrameAge("edge-1", 0, 2));
        _edges.Take(new FrameAge("edge-2", 0, 900));
        Assert.Equal(2, _edges.Median(Lane.Normal));

        _clock.Advance(TimeSpan.FromMilliseconds(1_100));
        _edges.Take(new FrameAge("edge-2", 0, 900));
        Assert.Equal(900, _edges.Median(Lane.Normal));

        _clock.Advance(TimeSpan.FromMilliseconds(1_100));
        Assert.Equal(0, _edges.Median(Lane.Normal));
    }

    [Fact]
    public void Report_reads_as_it_was_written()
    {
        FrameAge age = new("edge 1", 0.25, 17.5);
        Assert.True(FrameAge.TryParse(age.ToString(), out var read));
        Assert.Equal(age, read);
        Assert.False(FrameAge.TryParse("garbage", out _));
        Assert.False(FrameAge.TryParse("NaN 1 edge", out _));
    }

    public ValueTask DisposeAsync()
    {
        _edges.Dispose();
        return _redis.DisposeAsync();
    }

    // One report's time in which so many events were appended; whatever debt they make is worked off after it.
    private async Task RunAsync(LanePace pace, int events, double ageMs)
    {
        pace.Spend(events);
        _edges.Take(new FrameAge("edge-1", ageMs, ageMs));
        _clock.Advance(FrameAge.ReportInterval);
        var waiting = pace.WaitAsync(TestContext.Current.CancellationToken).AsTask();
        while (!waiting.IsCompleted)
        {
            _clock.Advance(TimeSpan.FromMilliseconds(1));
        }

        await waiting;
    }

    private LanePace Pace(Lane lane) => new(lane, _edges, new StaticOptions<PacingOptions>(new PacingOptions()), _clock, NullLogger<LanePace>.Instance);
}
