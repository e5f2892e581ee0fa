using System.Text;
using Platform.Contracts.Events;
using Platform.Contracts.Lanes;

namespace Platform.UnitTests.Contracts;

public sealed class EventReaderTests
{
    [Fact]
    public void An_event_with_all_fields_is_read()
    {
        var read = Read(
            """
            { "id": "1", "event_type": "proactive_insight", "priority": "high", "user_id": "42", "location_id": "7", "topic": "news",
              "timestamp": "2026-01-05T10:00:00.123Z", "data": { "text": "hello" } }
            """);

        Assert.Equal("1", read.Id);
        Assert.Equal("proactive_insight", read.EventType);
        Assert.Equal(Lane.High, read.Lane);
        Assert.Equal("42", read.UserId);
        Assert.Equal("7", read.LocationId);
        Assert.Equal("news", read.Topic);
        Assert.Equal(new DateTime(2026, 1, 5, 10, 0, 0, 123, DateTimeKind.Utc), read.Timestamp);
        Assert.Equal("""{ "text": "hello" }""", Text(read.Data));
    }

    [Fact]
    public void Type_and_data_are_enough()
    {
        var read = Read("""{"event_type":"a","data":null}""");

        Assert.Null(read.Id);
        Assert.Equal(Lane.Normal, read.Lane);
        Assert.Null(read.Timestamp);
        Assert.Equal("null", Text(read.Data));
    }

    [Theory]
    [InlineData("1.50e+3")]
    [InlineData("true")]
    [InlineData("\"a\\u00e9\\/ \u00e9\"")]
    [InlineData("[ ]")]
    [InlineData("{\"b\" : 1,\"b\":2,\n\t\"a\":[1 ,2]}")]
    public void The_bytes_of_data_stay_as_they_were_sent(string data) =>
        Assert.Equal(data, Text(Read($$"""{"data": {{data}} ,"event_type":"a"}""").Data));

    [Fact]
    public void Data_points_into_the_given_bytes()
    {
        var bytes = Encoding.UTF8.GetBytes("""{"event_type":"a","data":[1,2]}""");
        Assert.True(EventReader.TryRead(bytes, 1000, out var read, out _));

        bytes[^3] = (byte)'9';

        Assert.Equal("[1,9]", Text(read.Data));
    }

    [Fact]
    public void Fields_that_are_not_known_are_passed_over() =>
        Assert.Equal("a", Read("""{"new":{"event_type":"b","data":[{}]},"event_type":"a","data":1,"more":[1,[2]]}""").EventType);

    [Fact]
    public void A_field_s_name_may_be_escaped() =>
        Assert.Equal("7", Read("""{"\u0069d":"7","event_type":"a","data":1}""").Id);

    [Fact]
    public void An_optional_field_may_be_null() =>
        Assert.Null(Read("""{"id":null,"topic":null,"timestamp":null,"priority":null,"event_type":"a","data":1}""").Id);

    [Theory]
    [InlineData("2026-01-05T10:00:00+02:00", "2026-01-05T08:00:00Z")]
    [InlineData("2026-01-05T10:00:00", "2026-01-05T10:00:00Z")]
    [InlineData("2026-01-05", "2026-01-05T00:00:00Z")]
    public void A_timestamp_is_taken_as_UTC(string sent, string expected)
    {
        var timestamp = Read($$"""{"event_type":"a","data":1,"timestamp":"{{sent}}"}""").Timestamp;

        Assert.Equal(DateTimeKind.Utc, timestamp!.Value.Kind);
        Assert.Equal(expected, timestamp.Value.ToString("yyyy-MM-ddTHH:mm:ssZ", null));
    }

    [Theory]
    [InlineData("", "invalid_json")]
    [InlineData("x", "invalid_json")]
    [InlineData("[]", "invalid_json")]
    [InlineData("7", "invalid_json")]
    [InlineData("""{"event_type":"a","data":1""", "invalid_json")]
    [InlineData("""{"event_type":"a","data":1}{}""", "invalid_json")]
    [InlineData("""{"event_type":"a","data":1,}""", "invalid_json")]
    [InlineData("""{"event_type":"a","data":tru}""", "invalid_json")]
    [InlineData("""{"event_type":"a","data":1,"id":"\ud800"}""", "invalid_json")]
    [InlineData("""{"data":1}""", "missing_field", "event_type")]
    [InlineData("""{"event_type":"a"}""", "missing_field", "data")]
    [InlineData("""{"event_type":null,"data":1}""", "missing_field", "event_type")]
    [InlineData("""{"event_type":7,"data":1}""", "invalid_field", "event_type")]
    [InlineData("""{"event_type":"","data":1}""", "invalid_field", "event_type")]
    [InlineData("""{"event_type":"Upper","data":1}""", "invalid_field", "event_type")]
    [InlineData("""{"event_type":"a b","data":1}""", "invalid_field", "event_type")]
    [InlineData("""{"event_type":"a","data":1,"priority":"urgent"}""", "invalid_field", "priority")]
    [InlineData("""{"event_type":"a","data":1,"priority":"HIGH"}""", "invalid_field", "priority")]
    [InlineData("""{"event_type":"a","data":1,"id":""}""", "invalid_field", "id")]
    [InlineData("""{"event_type":"a","data":1,"id":"a\nb"}""", "invalid_field", "id")]
    [InlineData("""{"event_type":"a","data":1,"user_id":42}""", "invalid_field", "user_id")]
    [InlineData("""{"event_type":"a","data":1,"topic":"\u0000"}""", "invalid_field", "topic")]
    [InlineData("""{"event_type":"a","data":1,"location_id":"\u2028"}""", "invalid_field", "location_id")]
    [InlineData("""{"event_type":"a","data":1,"timestamp":"yesterday"}""", "invalid_field", "timestamp")]
    [InlineData("""{"event_type":"a","data":1,"timestamp":1767607200}""", "invalid_field", "timestamp")]
    [InlineData("""{"event_type":"a","data":1,"timestamp":"0001-01-01T00:00:00+14:00"}""", "invalid_field", "timestamp")]
    public void What_is_wrong_is_said(string json, string code, string names = "")
    {
        var error = Refuse(Encoding.UTF8.GetBytes(json));

        Assert.Equal(code, error.Code);
        Assert.Contains(names, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Bytes_that_are_not_UTF_8_are_refused_wherever_they_stand()
    {
        byte[] json = [.. """{"event_type":"a","data":"""u8, (byte)'"', 0xC3, 0x28, (byte)'"', (byte)'}'];

        Assert.Equal("invalid_json", Refuse(json).Code);
    }

    [Theory]
    [InlineData(128, true)]
    [InlineData(129, false)]
    public void An_id_has_at_most_128_characters(int length, bool isFine) =>
        Assert.Equal(isFine, EventReader.TryRead(
            Encoding.UTF8.GetBytes($$"""{"event_type":"a","data":1,"id":"{{new string('x', length)}}"}"""), 1000, out _, out _));

    [Fact]
    public void An_event_above_the_limit_is_too_large_and_one_at_the_limit_is_not()
    {
        var json = """{"event_type":"a","data":1}"""u8.ToArray();

        Assert.True(EventReader.TryRead(json, json.Length, out _, out _));
        Assert.False(EventReader.TryRead(json, json.Length - 1, out _, out var error));
        Assert.Equal("too_large", error.Code);
    }

    [Theory]
    [InlineData(EventRules.MaxDepth - 1, true)]
    [InlineData(EventRules.MaxDepth, false)]
    [InlineData(10_000, false)]
    public void An_event_nests_only_as_deep_as_clients_can_read(int arrays, bool isFine)
    {
        var json = $$"""{"event_type":"a","data":{{new string('[', arrays)}}{{new string(']', arrays)}}}""";

        Assert.Equal(isFine, EventReader.TryRead(Encoding.UTF8.GetBytes(json), 100_000, out _, out _));
    }

    private static Event Read(string json)
    {
        Assert.True(EventReader.TryRead(Encoding.UTF8.GetBytes(json), EventRules.DefaultMaxBytes, out var read, out var error), error?.Message);
        return read;
    }

    private static EventError Refuse(byte[] json)
    {
        Assert.False(EventReader.TryRead(json, EventRules.DefaultMaxBytes, out var read, out var error));
        Assert.Null(read);
        return error;
    }

    private static string Text(ReadOnlyMemory<byte> bytes) => Encoding.UTF8.GetString(bytes.Span);
}
