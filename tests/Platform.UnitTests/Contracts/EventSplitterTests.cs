using System.Text;
using Platform.Contracts.Events;

namespace Platform.UnitTests.Contracts;

public sealed class EventSplitterTests
{
    [Theory]
    [InlineData("""{"event_type":"a","data":1}""", """{"event_type":"a","data":1}""")]
    [InlineData(""" [ ] """)]
    [InlineData("""[{"a":1} , {"b":[2]}]""", """{"a":1}""", """{"b":[2]}""")]
    [InlineData("""{"events":[{"a":1},{"b":2}]}""", """{"a":1}""", """{"b":2}""")]
    [InlineData("""{"sent":{"at":1},"events":[{"a":1}],"more":[1]}""", """{"a":1}""")]
    [InlineData("""{"events":[]}""")]
    [InlineData("""[1,"x",null]""", "1", "\"x\"", "null")]
    public void A_body_is_cut_into_its_events(string body, params string[] expected) => Assert.Equal(expected, Split(body));

    [Theory]
    [InlineData("""{"events":[{"a":1}],"event_type":"b","data":1}""")]
    [InlineData("""{"event_type":"b","data":1,"events":[{"a":1}]}""")]
    [InlineData("""{"events":{"a":1}}""")]
    [InlineData("""{"events":"all"}""")]
    [InlineData("""{"data":{"events":[1]}}""")]
    public void An_object_that_only_has_a_field_of_that_name_is_one_event(string body) => Assert.Equal([body], Split(body));

    [Theory]
    [InlineData("", 0)]
    [InlineData("\"text\"", 0)]
    [InlineData("7", 0)]
    [InlineData("{\"event_type\":", 0)]
    [InlineData("""[{"a":1},{"b":2},{"c":]""", 2)]
    [InlineData("""{"events":[{"a":1},nonsense]}""", 1)]
    [InlineData("""[{"a":1}] x""", 1)]
    public void A_body_that_is_none_says_where_it_failed(string body, int before)
    {
        Assert.False(EventSplitter.TrySplit(Encoding.UTF8.GetBytes(body), out var events, out var error));
        Assert.Equal("invalid_json", error.Code);
        Assert.Equal(before, events.Count);
    }

    [Fact]
    public void An_event_that_nests_too_deep_leaves_its_neighbours_alone()
    {
        // What happened: the splitter had a limit of depth of its own, and refused the whole array for one event in it.
        var deep = $$"""{"event_type":"a","data":{{new string('[', 1000)}}{{new string(']', 1000)}}}""";

        Assert.Equal(["""{"a":1}""", deep, """{"b":1}"""], Split($$"""[{"a":1},{{deep}},{"b":1}]"""));
    }

    private static string[] Split(string body)
    {
        Assert.True(EventSplitter.TrySplit(Encoding.UTF8.GetBytes(body), out var events, out var error), error?.Message);
        return events.Select(slice => Encoding.UTF8.GetString(slice.Span)).ToArray();
    }
}
