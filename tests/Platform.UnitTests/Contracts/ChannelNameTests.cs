using Platform.Contracts.Channels;
using Platform.Contracts.Events;

namespace Platform.UnitTests.Contracts;

public sealed class ChannelNameTests
{
    [Theory]
    [InlineData("42", "7", "news", "user:42")]
    [InlineData(null, "7", "news", "location:7")]
    [InlineData(null, null, "news", "topic:news")]
    [InlineData(null, null, null, "broadcast")]
    public void An_event_goes_to_the_first_address_that_is_present(string? user, string? location, string? topic, string expected) =>
        Assert.Equal(expected, ChannelName.Of(new Event { EventType = "a", Data = "1"u8.ToArray(), UserId = user, LocationId = location, Topic = topic }));

    [Theory]
    [InlineData("user:jane", "user:*")]
    [InlineData("location:her-home", "location:*")]
    [InlineData("topic:news", "topic:news")]
    [InlineData("broadcast", "broadcast")]
    public void Logs_tell_a_person_s_channel_by_its_kind_alone(string name, string told) => Assert.Equal(told, ChannelName.WithoutId(name));

    [Theory]
    [InlineData("broadcast", true)]
    [InlineData("user:42", true)]
    [InlineData("location:a b:c", true)]
    [InlineData("topic:{é}", true)]
    [InlineData("user:", false)]
    [InlineData("user:a\tb", false)]
    [InlineData("User:42", false)]
    [InlineData("broadcast:1", false)]
    [InlineData("other:1", false)]
    [InlineData("", false)]
    [InlineData(null, false)]
    public void A_name_is_one_of_the_four_kinds(string? name, bool isValid) => Assert.Equal(isValid, ChannelName.IsValid(name));

    [Fact]
    public void An_id_has_at_most_128_characters()
    {
        Assert.True(ChannelName.IsValid(ChannelName.Topic(new string('x', 128))));
        Assert.False(ChannelName.IsValid(ChannelName.Topic(new string('x', 129))));
    }
}
