using Microsoft.Extensions.Time.Testing;
using Platform.Client.Latency;
using Platform.Client.Place;
using Platform.Contracts.Lanes;

namespace Platform.UnitTests.Clients;

public sealed class DotnetLatencyTests
{
    private readonly FakeTimeProvider _time = new();

    [Fact]
    public void Slow_round_trips_are_a_warning_above_50_ms_and_critical_above_100_ms()
    {
        var told = new List<Degraded>();
        var latency = new ClientLatency(new ServerClock(_time), told.Add, _ => { });
        foreach (var ms in new[] { 50.0, 60, 130 })
        {
            latency.RoundTrip(ms);
        }

        Assert.Equal([new Degraded(false, 60), new Degraded(true, 130)], told);
        Assert.Equal(3, latency.RoundTrips.Summarize().Count);
    }

    [Fact]
    public void Event_is_measured_by_the_servers_clock_and_slow_above_10_ms()
    {
        var clock = new ServerClock(_time);
        clock.Answered(clock.Local, clock.Local + 5_000);
        var slow = new List<SlowEvent>();
        var latency = new ClientLatency(clock, _ => { }, slow.Add);
        latency.Event(Event(clock.Local + 5_000 - 10));
        latency.Event(Event(clock.Local + 5_000 - 25));

        Assert.Equal([25.0], slow.Select(each => each.LatencyMs));
        Assert.Equal(2, latency.Events.Summarize().Count);
    }

    [Fact]
    public void Another_nodes_clock_is_measured_anew()
    {
        var clock = new ServerClock(_time);
        clock.Answered(clock.Local, clock.Local + 5_000);
        clock.Forget();
        Assert.Equal((0.0, null), (clock.Offset, clock.Uncertainty));
    }

    [Fact]
    public void Report_counts_rounded_times_by_stage_lane_and_type_and_forgets_them()
    {
        var measured = new Measured();
        measured.Add("high", "t", 1.234, 0.5);
        measured.Add("high", "t", 1.18, null);
        measured.Add("high", "t", -3, null);

        var histograms = measured.Take()!;

        Assert.Equal(["client high t: 0.5×1", "total high t: 0×1 1.2×2"], histograms
            .Select(each => FormattableString.Invariant($"{each.Stage} {each.Priority} {each.EventType}: {string.Join(' ', each.Values.OrderBy(pair => pair[0]).Select(pair => FormattableString.Invariant($"{pair[0]}×{pair[1]}")))}"))
            .Order());
        Assert.Null(measured.Take());
    }

    [Fact]
    public void Report_keeps_within_what_a_node_takes()
    {
        var measured = new Measured();
        for (var type = 0; type < 100; type++)
        {
            for (var ms = 1; ms <= 100; ms++)
            {
                measured.Add("normal", $"type-{type}", ms, ms);
            }
        }

        var histograms = measured.Take()!;

        Assert.True(histograms.Count <= 50, $"{histograms.Count}");
        Assert.True(histograms.Sum(each => each.Values.Count) <= 2_000);
        Assert.Contains(histograms, each => each.EventType == "other");
    }

    private static PlatformEvent Event(double acceptedAt) => new("1", "t", "topic:x", Lane.Normal, 1, acceptedAt, default, default);
}
