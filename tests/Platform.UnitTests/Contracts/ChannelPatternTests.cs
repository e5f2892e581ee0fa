using Platform.Contracts.Channels;

namespace Platform.UnitTests.Contracts;

public sealed class ChannelPatternTests
{
    [Theory]
    [InlineData("*", "user:42", true)]
    [InlineData("topic:*", "topic:news", true)]
    [InlineData("topic:*", "topics:news", false)]
    [InlineData("topic:n*", "topic:news", true)]
    [InlineData("location:7", "location:7", true)]
    [InlineData("location:7", "location:77", false)]
    [InlineData("location:7*", "location:77", true)]
    [InlineData("location:*7", "location:77", false)]
    [InlineData("Topic:*", "topic:news", false)]
    [InlineData("", "topic:news", false)]
    public void A_pattern_is_a_name_or_the_beginning_of_one(string pattern, string channel, bool matches)
    {
        Assert.Equal(matches, ChannelPattern.Matches(pattern, channel));
        Assert.Equal(matches, ChannelPattern.MatchesAny(["user:0", pattern], channel));
    }

    [Fact]
    public void No_pattern_matches_nothing() => Assert.False(ChannelPattern.MatchesAny([], "broadcast"));
}
