using Platform.Load.Producers;

namespace Platform.UnitTests.Load;

public sealed class ScheduleTests
{
    [Fact]
    public void The_warm_up_comes_before_the_events_that_count()
    {
        var schedule = Schedule.Of(eventsPerSecond: 1000, bundleSize: 20, TimeSpan.FromSeconds(2), countedEvents: 5010);

        Assert.Equal((2000, 7010, 100, 351), (schedule.WarmupEvents, schedule.Events, schedule.WarmupBundles, schedule.Bundles));
        Assert.Equal((20, 20, 10), (schedule.SizeOf(0), schedule.SizeOf(349), schedule.SizeOf(350)));
    }

    [Fact]
    public void The_rate_is_kept_on_whole_milliseconds_and_never_early()
    {
        var schedule = Schedule.Of(eventsPerSecond: 3000, bundleSize: 1, TimeSpan.Zero, countedEvents: 9000);

        Assert.Equal([0, 0, 0, 1000, 1000, 1000], Enumerable.Range(0, 6).Select(bundle => schedule.DueAt(bundle)));
        Assert.Equal(1_000_000, schedule.DueAt(3000));
        Assert.Equal(100_000_000, schedule.DueAt(300_000));
    }
}
