using System.Buffers;
using System.Text;
using Platform.Contracts.Events;
using Platform.Contracts.Lanes;

namespace Platform.UnitTests.Contracts;

public sealed class EventWriterTests
{
    [Fact]
    public void The_canonical_form_has_the_known_fields_once_and_in_order() =>
        Assert.Equal(
            """{"id":"1","event_type":"a","priority":"high","user_id":"42","location_id":"7","topic":"news","timestamp":"2026-01-05T10:00:00.123Z","data":{ "b" :1}}""",
            Rewrite("""{"data":{ "b" :1},"topic":"x","extra":1,"topic":"news","timestamp":"2026-01-05T11:00:00.123+01:00","location_id":"7","user_id":"42","priority":"high","event_type":"a","id":"1"}"""));

    [Fact]
    public void Absent_fields_stay_absent_but_for_the_priority() =>
        Assert.Equal("""{"event_type":"a","priority":"normal","data":1}""", Rewrite("""{"event_type":"a","data":1}"""));

    [Theory]
    [InlineData("1.50E+3")]
    [InlineData("\"\\u00e9 \\/ é 😀 \u2028 <script>\"")]
    [InlineData("{\"z\" : [ ],\n \"a\":{\"a\":1,\"a\":2}}")]
    [InlineData("-0")]
    [InlineData("12345678901234567890.123456789012345678901234567890")]
    public void The_bytes_of_data_come_through_untouched(string data) =>
        Assert.EndsWith($"\"data\":{data}}}", Rewrite($$"""{"event_type":"a","data":{{data}}}"""), StringComparison.Ordinal);

    [Theory]
    [InlineData("é 😀 ü")]
    [InlineData("quote \\\" and backslash \\\\ and <b>&'+")]
    [InlineData("\\u00e9\\ud83d\\ude00")]
    public void What_was_written_reads_the_same(string id)
    {
        var first = Read($$"""{"id":"{{id}}","event_type":"a","data":[1, 2],"user_id":"{{id}}","timestamp":"2026-01-05T10:00:00.1234567Z"}""");

        var second = Read(Write(first));

        Assert.Equal(first with { Data = default }, second with { Data = default });
        Assert.Equal("[1, 2]", Encoding.UTF8.GetString(second.Data.Span));
    }

    [Fact]
    public void The_stored_form_has_its_channel_and_the_time_of_acceptance_before_the_rest()
    {
        var output = new ArrayBufferWriter<byte>();
        EventWriter.WriteStored(
            output, new Event { Id = "1", EventType = "a", Lane = Lane.Critical, UserId = "ü", Data = "{}"u8.ToArray() }, "user:ü", 1767607200123.4567);

        Assert.Equal(
            """{"channel":"user:ü","accepted_at":1767607200123.457,"id":"1","event_type":"a","priority":"critical","user_id":"ü","data":{}}""",
            Encoding.UTF8.GetString(output.WrittenSpan));
    }

    private static string Rewrite(string json) => Write(Read(json));

    private static Event Read(string json)
    {
        Assert.True(EventReader.TryRead(Encoding.UTF8.GetBytes(json), EventRules.DefaultMaxBytes, out var read, out var error), error?.Message);
        return read;
    }

    private static string Write(Event @event)
    {
        var output = new ArrayBufferWriter<byte>();
        EventWriter.Write(output, @event);
        return Encoding.UTF8.GetString(output.WrittenSpan);
    }
}
