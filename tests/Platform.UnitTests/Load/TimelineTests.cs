using Platform.Load.Measurements;

namespace Platform.UnitTests.Load;

public sealed class TimelineTests
{
    [Fact]
    public void An_event_belongs_to_the_second_in_which_it_was_meant_to_be_sent()
    {
        var timeline = new Timeline(TimeSpan.FromSeconds(3));
        timeline.Record(sentAt: 999_999, microseconds: 5_000_000);
        timeline.Record(sentAt: 2_000_000, microseconds: 1_000);

        var steps = timeline.Summarize();

        Assert.Equal([0, 1, 2], steps.Select(step => step.Second));
        Assert.Equal([1L, 0L, 1L], steps.Select(step => step.Times.Count));
        Assert.InRange(steps[0].Times.P95, 4_900, 5_100);
    }

    [Fact]
    public void What_is_sent_after_the_planned_end_belongs_to_the_last_second()
    {
        var timeline = new Timeline(TimeSpan.FromSeconds(1.5));
        timeline.Record(sentAt: 9_000_000, microseconds: 1);

        Assert.Equal([0L, 1L], timeline.Summarize().Select(step => step.Times.Count));
    }

    [Fact]
    public void A_long_run_has_longer_steps_and_not_more_of_them()
    {
        var timeline = new Timeline(TimeSpan.FromHours(1));

        Assert.Equal(6, timeline.StepSeconds);
        Assert.Equal(600, timeline.Summarize().Count);
    }
}
