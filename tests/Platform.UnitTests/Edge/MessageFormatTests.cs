using System.Text;
using System.Text.Json;
using Platform.Contracts.Frames;
using Platform.Edge.Connections;
using Platform.Edge.Streams.Formats;

namespace Platform.UnitTests.Edge;

public sealed class MessageFormatTests
{
    private const int MaxBytes = 8 * 1024;

    public static TheoryData<int> Formats => [.. MessageFormat.All.Select(format => format.Place)];

    [Fact]
    public void Frame_becomes_one_invocation_with_consecutive_offsets()
    {
        var message = Assert.Single(MessageFormat.Json.Events(
            FrameOf("""{"channel":"c","data":1}""", """{"channel":"c","data":{"x": [1, 2]}}""", """{"channel":"c","data":null}"""),
            after: 6,
            nowMs: 1767607200124.25));

        var events = Events(message);
        Assert.Equal([7, 8, 9], events.Select(Offset));
        Assert.All(events, e => Assert.Equal(1767607200124.25, e.GetProperty("_server_timestamp").GetDouble()));
        Assert.Equal("{\"x\": [1, 2]}", events[1].GetProperty("data").GetRawText());
    }

    [Fact]
    public void Events_that_the_client_has_seen_are_left_out()
    {
        var message = Assert.Single(MessageFormat.Json.Events(FrameOf(Event(1), Event(1), Event(1)), after: 8, nowMs: 0));

        Assert.Equal(9, message.Last);
        Assert.Equal([9], Events(message).Select(Offset));
    }

    [Theory]
    [MemberData(nameof(Formats))]
    public void A_large_frame_goes_in_parts_none_of_which_a_frozen_client_makes_expensive(int format)
    {
        var frame = FrameOf([.. Enumerable.Repeat(Event(1_000), 100)]);

        var messages = MessageFormat.All[format].Events(frame, after: 0, nowMs: 0).ToArray();

        Assert.InRange(messages.Length, 100 * 1_000 / MaxBytes, 20);
        Assert.All(messages, message => Assert.InRange(message.Bytes.Length, 1, MaxBytes));
        AssertWhole(frame, messages);
    }

    [Theory]
    [MemberData(nameof(Formats))]
    public void An_event_that_is_larger_than_a_part_is_one_by_itself(int format)
    {
        var frame = FrameOf(Event(10), Event(2 * MaxBytes), Event(10), Event(10));

        var messages = MessageFormat.All[format].Events(frame, after: 0, nowMs: 0).ToArray();

        Assert.Equal([1, 1, 2], messages.Select(message => message.Events));
        AssertWhole(frame, messages);
    }

    [Fact]
    public void What_a_part_says_of_its_offsets_is_what_it_holds() =>
        Assert.All(
            MessageFormat.Json.Events(FrameOf([.. Enumerable.Repeat(Event(5_000), 20)]), after: 9, nowMs: 0),
            message => Assert.Equal(Enumerable.Range((int)First(message), message.Events), Events(message).Select(Offset)));

    private static void AssertWhole(Frame frame, OutgoingMessage[] messages)
    {
        Assert.Equal(frame.First, First(messages[0]));
        Assert.Equal(frame.Last, messages[^1].Last);
        Assert.All(messages.Zip(messages.Skip(1)), pair => Assert.Equal(pair.First.Last + 1, First(pair.Second)));
    }

    private static Frame FrameOf(params string[] events) =>
        Frame.Parse(Encoding.UTF8.GetBytes($"epoch 7 {events.Length} 1767607200123.5\u001e{string.Join('\u001e', events)}"));

    private static string Event(int bytes) => $$"""{"channel":"c","data":"{{new string('x', bytes)}}"}""";

    private static long First(OutgoingMessage message) => message.Last - message.Events + 1;

    private static int Offset(JsonElement message) => message.GetProperty("offset").GetInt32();

    private static JsonElement[] Events(OutgoingMessage message)
    {
        Assert.Equal(0x1E, message.Bytes.Span[^1]);
        var invocation = JsonDocument.Parse(message.Bytes[..^1]).RootElement;
        Assert.Equal("events", invocation.GetProperty("target").GetString());
        return [.. invocation.GetProperty("arguments")[0].EnumerateArray()];
    }
}
