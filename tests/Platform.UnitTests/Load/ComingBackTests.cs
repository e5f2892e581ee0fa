using Platform.Load.Measurements;
using Platform.Load.Producers;
using Platform.Load.Rig;
using Platform.Load.Scenarios;
using Platform.Load.Subscribers;

namespace Platform.UnitTests.Load;

/// <summary>How the tool measures clients that come and go.</summary>
public sealed class ComingBackTests
{
    [Fact]
    public void Replay_lasts_from_the_first_attempt_to_the_last_event_that_was_due_before_it()
    {
        var times = new Durations();
        var replay = new ReplayMeter(times);

        replay.Connecting(1_000_000);
        replay.Connecting(1_200_000);
        replay.Receiving(1_300_000);
        replay.Arrived(sentAt: 900_000, now: 1_400_000);
        Assert.Equal(0, times.Summarize().Count);
        replay.Arrived(sentAt: 1_350_000, now: 1_450_000);

        Assert.Equal(400, times.Summarize().Max, tolerance: 1);
    }

    [Fact]
    public void Replay_of_nothing_ends_with_the_answer()
    {
        var times = new Durations();
        var replay = new ReplayMeter(times);

        replay.Connecting(1_000_000);
        replay.Receiving(1_100_000);
        replay.Connecting(5_000_000);

        Assert.Equal(100, times.Summarize().Max, tolerance: 1);
    }

    [Fact]
    public void Outages_belong_to_the_part_of_the_run_in_which_they_began()
    {
        var outages = new Outages();
        outages.Record(lostAt: 1_000, backAt: 201_000);
        outages.Record(lostAt: 500_000, backAt: 900_000);

        Assert.Equal((1, 400), (outages.Between(500_000, 600_000).Count, Math.Round(outages.Between(500_000, 600_000).Max)));
        Assert.Equal(2, outages.Summarize().Count);
    }

    [Fact]
    public void Latecomers_are_due_before_the_moment_and_come_after_it()
    {
        var latecomers = new Latecomers();
        latecomers.CountFrom(1_000);

        latecomers.Note(sentAt: 900, arrivedAt: 990);
        latecomers.Note(sentAt: 900, arrivedAt: 1_500);
        latecomers.Note(sentAt: 950, arrivedAt: 1_200);
        latecomers.Note(sentAt: 1_000, arrivedAt: 9_000);

        Assert.Equal((2, 1_500), (latecomers.Count, latecomers.LastAt));
    }

    [Fact]
    public void Storm_restarts_all_nodes_in_turn_and_then_kills_them_in_turn()
    {
        var target = Target.Resolve(new Uri("http://127.0.0.1:1"), null, null, "key", null, null);
        var plan = new StormPlan
        {
            Audience = new AudiencePlan(target, Clients: 1, Producers: 1, PayloadBytes: 1),
            Rate = 1,
            Bundle = 1,
            Via = Via.Http,
            Restarts = 1,
            Kills = 2,
            Pause = TimeSpan.Zero,
            Drain = TimeSpan.Zero,
        };

        Assert.Equal(
            ["Restart a", "Restart b", "Kill a", "Kill b", "Kill a", "Kill b"],
            plan.Faults(["a", "b"]).Select(each => $"{each.Fault} {each.Edge}"));
    }

    [Fact]
    public void Fan_out_sends_as_many_events_as_its_deliveries_divided_by_the_subscribers()
    {
        Assert.Equal(3_000, new FanoutPlan
        {
            Target = Target.Resolve(new Uri("http://127.0.0.1:1"), null, null, "key", null, null),
            Via = Via.Amqp,
            Producers = 1,
            Channels = 10,
            Subscribers = 100,
            Steps = [30_000],
            Warmup = TimeSpan.Zero,
            Duration = TimeSpan.FromSeconds(10),
            Bundle = 1,
            PayloadBytes = 1,
            Drain = TimeSpan.Zero,
        }.Step(30_000).Schedule.CountedEvents);
    }
}
