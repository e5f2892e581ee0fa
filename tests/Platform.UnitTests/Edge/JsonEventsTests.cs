using System.Text;
using System.Text.Json;
using Platform.Contracts.Frames;
using Platform.Edge.Streams.Formats;

namespace Platform.UnitTests.Edge;

public sealed class JsonEventsTests
{
    private readonly Frame _frame = Frame.Parse(Encoding.UTF8.GetBytes(
        "epoch 7 3 1767607200123.5\u001e{\"channel\":\"c\",\"data\":1}\u001e{\"channel\":\"c\",\"data\":{\"x\": [1, 2]}}\u001e{\"channel\":\"c\",\"data\":null}"));

    [Fact]
    public void Frame_becomes_one_invocation_with_consecutive_offsets()
    {
        var events = Events(JsonEvents.Encode(_frame, after: 6, nowMs: 1767607200124.25));

        Assert.Equal([7, 8, 9], events.Select(e => e.GetProperty("offset").GetInt32()));
        Assert.All(events, e => Assert.Equal(1767607200124.25, e.GetProperty("_server_timestamp").GetDouble()));
        Assert.Equal("{\"x\": [1, 2]}", events[1].GetProperty("data").GetRawText());
    }

    [Fact]
    public void Events_that_the_client_has_seen_are_left_out() =>
        Assert.Equal([9], Events(JsonEvents.Encode(_frame, after: 8, nowMs: 0)).Select(e => e.GetProperty("offset").GetInt32()));

    private static JsonElement[] Events(ReadOnlyMemory<byte> message)
    {
        Assert.Equal(0x1E, message.Span[^1]);
        var invocation = JsonDocument.Parse(message[..^1]).RootElement;
        Assert.Equal("events", invocation.GetProperty("target").GetString());
        return [.. invocation.GetProperty("arguments")[0].EnumerateArray()];
    }
}
