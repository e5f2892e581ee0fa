using Microsoft.Extensions.Time.Testing;
using Platform.Contracts.Lanes;
using Platform.Publisher.Append;

namespace Platform.UnitTests.Publisher;

public sealed class RedeliveryWatchTests
{
    private static readonly TimeSpan Grace = TimeSpan.FromSeconds(30);

    private readonly FakeTimeProvider _clock = new();
    private readonly RedeliveryWatch _watch;

    public RedeliveryWatchTests() => _watch = new RedeliveryWatch(_clock);

    [Fact]
    public void Ids_are_kept_until_a_service_that_started_has_seen_its_lanes()
    {
        Assert.True(_watch.KeepAllIds);
        _clock.Advance(Grace);

        Assert.False(_watch.KeepAllIds);
    }

    [Fact]
    public void Ids_are_kept_while_any_lane_reads_again_what_was_delivered_before()
    {
        _clock.Advance(Grace);

        _watch.Saw(Lane.Normal, isRedelivered: true);
        _watch.Saw(Lane.Critical, isRedelivered: false);
        Assert.True(_watch.KeepAllIds);

        _watch.Saw(Lane.Normal, isRedelivered: false);
        Assert.False(_watch.KeepAllIds);
    }

    [Fact]
    public void Ids_are_kept_for_as_long_as_messages_that_came_again_are_worked_on()
    {
        _watch.WorksOn(Lane.High);
        _clock.Advance(TimeSpan.FromHours(1));
        Assert.True(_watch.KeepAllIds);

        _watch.Saw(Lane.High, isRedelivered: true);
        Assert.True(_watch.KeepAllIds);
        _clock.Advance(Grace);
        Assert.False(_watch.KeepAllIds);
    }

    [Fact]
    public void Ids_are_kept_after_an_outage_although_the_first_lane_that_is_back_has_nothing_but_new_messages()
    {
        _clock.Advance(TimeSpan.FromHours(1));

        _watch.Opens();
        _watch.Saw(Lane.Critical, isRedelivered: false);

        Assert.True(_watch.KeepAllIds);
        _clock.Advance(Grace);
        Assert.False(_watch.KeepAllIds);
    }
}
