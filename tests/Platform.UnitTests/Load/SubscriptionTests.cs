using Platform.Contracts.Hub;
using Platform.Contracts.Lanes;
using Platform.Load.Subscribers;

namespace Platform.UnitTests.Load;

public sealed class SubscriptionTests
{
    private readonly Subscription _subscription = new(channel: 3, "topic:a");

    [Fact]
    public void Without_a_position_it_asks_for_the_stream_from_now() =>
        Assert.Equal(new SubscribeRequest("topic:a"), _subscription.Request());

    [Fact]
    public void It_asks_again_from_the_last_event_of_each_lane()
    {
        _subscription.StartAt("e1", new Offsets { Critical = 0, High = 3, Normal = 17 });
        _subscription.Take(Lane.Normal, 18);
        _subscription.Take(Lane.Critical, 1);

        Assert.Equal(
            new SubscribeRequest("topic:a", "e1", new Offsets { Critical = 1, High = 3, Normal = 18 }), _subscription.Request());
    }

    [Fact]
    public void A_hole_and_a_repetition_show_in_the_offset_and_move_nothing()
    {
        _subscription.StartAt("e1", new Offsets { Normal = 5 });

        Assert.Equal(OffsetCheck.Next, _subscription.Take(Lane.Normal, 6));
        Assert.Equal(OffsetCheck.Hole, _subscription.Take(Lane.Normal, 8));
        Assert.Equal(OffsetCheck.Regression, _subscription.Take(Lane.Normal, 6));
        Assert.Equal(OffsetCheck.Next, _subscription.Take(Lane.Normal, 7));
    }

    [Fact]
    public void A_told_gap_is_no_hole()
    {
        _subscription.StartAt("e1", new Offsets { Normal = 5 });
        _subscription.SkipTo(Lane.Normal, 9);

        Assert.Equal(OffsetCheck.Next, _subscription.Take(Lane.Normal, 10));
    }

    [Fact]
    public void A_position_counts_when_it_is_the_first_or_its_epoch_is_new()
    {
        _subscription.Told(new PositionMessage("topic:a", "e1", new Offsets { Normal = 5 }));
        _subscription.Told(new PositionMessage("topic:a", "e1", new Offsets { Normal = 8 }));
        Assert.Equal(5, _subscription.Request().Offsets!.Normal);

        _subscription.Told(new PositionMessage("topic:a", "e2", new Offsets { Normal = 0 }));
        Assert.Equal(OffsetCheck.Next, _subscription.Take(Lane.Normal, 1));
        Assert.Equal("e2", _subscription.Request().Epoch);
    }
}
