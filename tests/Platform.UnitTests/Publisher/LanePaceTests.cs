using System.Diagnostics.Metrics;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using Platform.Contracts.Lanes;
using Platform.Publisher;
using Platform.Publisher.Pacing;

namespace Platform.UnitTests.Publisher;

public sealed class LanePaceTests : IDisposable
{
    private readonly FakeTimeProvider _clock = new();
    private readonly ServiceProvider _services = new ServiceCollection().AddMetrics().BuildServiceProvider();
    private readonly PacingOptions _options = new() { NormalAgeMs = 10, HighAgeMs = 20, MinBacklog = 100 };
    private readonly EdgeProgress _edges;
    private readonly List<long> _markers = [];

    public LanePaceTests()
    {
        _edges = new EdgeProgress(_clock);
        _edges.CameBack("edge-1", 0);
    }

    [Fact]
    public void Lane_whose_nodes_keep_up_never_waits()
    {
        var pace = Pace(Lane.Normal);
        for (var i = 0; i < 100; i++)
        {
            pace.Appended(1_000);
            _clock.Advance(TimeSpan.FromMilliseconds(9));
            Assert.True(WaitAsync(pace).IsCompletedSuccessfully);
            _edges.CameBack("edge-1", _markers[^1]);
        }
    }

    [Fact]
    public async Task Lane_that_is_too_far_ahead_goes_on_the_moment_the_nodes_have_come_near()
    {
        var pace = Pace(Lane.Normal);
        pace.Appended(100);
        pace.Appended(100);
        _clock.Advance(TimeSpan.FromMilliseconds(11));
        var waiting = WaitAsync(pace);
        Assert.False(waiting.IsCompleted);

        // What is left is no more than may be under way.
        _edges.CameBack("edge-1", _markers[0]);
        Assert.True(await waiting, "It had to wait.");
    }

    [Fact]
    public async Task Few_events_that_are_late_for_another_reason_do_not_hold_a_lane_until_they_are_very_late()
    {
        var pace = Pace(Lane.Normal);
        pace.Appended(100);
        _clock.Advance(TimeSpan.FromMilliseconds(199));
        Assert.False(await WaitAsync(pace), "It did not have to wait.");

        _clock.Advance(TimeSpan.FromMilliseconds(2));
        var waiting = WaitAsync(pace);
        Assert.False(waiting.IsCompleted);
        _edges.CameBack("edge-1", _markers[0]);
        await waiting;
    }

    [Fact]
    public async Task Node_that_is_silent_holds_a_lane_for_a_second_at_most()
    {
        var pace = Pace(Lane.Normal);
        pace.Appended(1_000);
        _clock.Advance(TimeSpan.FromMilliseconds(900));
        var waiting = WaitAsync(pace);
        Assert.False(waiting.IsCompleted);
        _clock.Advance(EdgeProgress.MarkerInterval);
        await waiting;
    }

    [Fact]
    public async Task Marker_that_is_lost_is_replaced_by_another()
    {
        var pace = Pace(Lane.Normal);
        pace.Appended(1_000);
        _clock.Advance(TimeSpan.FromMilliseconds(260));
        var waiting = WaitAsync(pace);
        Assert.False(waiting.IsCompleted);
        Assert.Equal(2, _markers.Count);
        _edges.CameBack("edge-1", _markers[1]);
        await waiting;
    }

    [Fact]
    public async Task Normal_gives_way_before_high_and_critical_never()
    {
        foreach (var lane in new[] { Lane.Normal, Lane.High, Lane.Critical })
        {
            Pace(lane).Appended(200);
        }

        _clock.Advance(TimeSpan.FromMilliseconds(15));
        var normal = WaitAsync(Pace(Lane.Normal));
        Assert.False(normal.IsCompleted);
        Assert.True(WaitAsync(Pace(Lane.High)).IsCompletedSuccessfully);

        _clock.Advance(TimeSpan.FromMilliseconds(10));
        var high = WaitAsync(Pace(Lane.High));
        Assert.False(high.IsCompleted);
        Assert.True(WaitAsync(Pace(Lane.Critical)).IsCompletedSuccessfully);

        _edges.CameBack("edge-1", _markers[^1]);
        await Task.WhenAll(normal, high);
    }

    [Fact]
    public void Bound_of_zero_never_holds()
    {
        _options.NormalAgeMs = 0;
        var pace = Pace(Lane.Normal);
        pace.Appended(10_000);
        _clock.Advance(TimeSpan.FromMilliseconds(900));
        Assert.True(WaitAsync(pace).IsCompletedSuccessfully);
    }

    [Fact]
    public async Task Wait_ends_with_the_session()
    {
        var pace = Pace(Lane.Normal);
        pace.Appended(1_000);
        _clock.Advance(TimeSpan.FromMilliseconds(100));
        using var ended = new CancellationTokenSource();
        var waiting = pace.WaitAsync(ended.Token).AsTask();
        await ended.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => waiting);
    }

    public void Dispose() => _services.Dispose();

    private static Task<bool> WaitAsync(LanePace pace) => pace.WaitAsync(TestContext.Current.CancellationToken).AsTask();

    private LanePace Pace(Lane lane)
    {
        PublisherMetrics metrics = new(_services.GetRequiredService<IMeterFactory>());
        return new LanePace(
            lane, _edges, SendAsync, new StaticOptions<PacingOptions>(_options), new PaceLog(lane, metrics, _clock, NullLogger<LanePace>.Instance), _clock);

        Task SendAsync(long number)
        {
            _markers.Add(number);
            return Task.CompletedTask;
        }
    }
}
