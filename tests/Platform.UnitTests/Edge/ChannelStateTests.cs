using Platform.Contracts.Lanes;
using Platform.Edge.History;

namespace Platform.UnitTests.Edge;

public sealed class ChannelStateTests
{
    private readonly ChannelState _state = ChannelState.Parse("e3", "5", "0", "120", "e2 5 0 90\ne1 4 0 95");

    [Fact]
    public void Present_epoch_is_shared_up_to_the_newest_offset() => Assert.Equal(120, _state.SharedUpTo("e3", Lane.Normal));

    [Fact]
    public void Former_epoch_is_shared_up_to_what_survived_it() => Assert.Equal(90, _state.SharedUpTo("e2", Lane.Normal));

    [Fact]
    public void Older_epoch_is_shared_no_further_than_the_ones_after_it()
    {
        Assert.Equal(90, _state.SharedUpTo("e1", Lane.Normal));
        Assert.Equal(4, _state.SharedUpTo("e1", Lane.Critical));
    }

    [Fact]
    public void Epoch_that_is_over_is_known_and_one_that_is_not_may_be_new()
    {
        Assert.True(_state.IsAfter("e2"));
        Assert.True(_state.IsAfter("e1"));
        Assert.False(_state.IsAfter("e3"));
        Assert.False(_state.IsAfter("e4"));
    }

    [Fact]
    public void Unknown_epoch_shares_nothing() => Assert.Null(_state.SharedUpTo("e0", Lane.Normal));
}
