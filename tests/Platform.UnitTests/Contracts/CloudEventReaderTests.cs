using System.Text;
using Platform.Contracts.Events;
using Platform.Contracts.Lanes;

namespace Platform.UnitTests.Contracts;

public sealed class CloudEventReaderTests
{
    [Fact]
    public void A_cloud_event_becomes_an_event()
    {
        var read = Read(
            """
            { "specversion": "1.0", "id": "A-1", "source": "/crm", "type": "com.Example.Lead_Updated", "subject": "x",
              "time": "2026-01-05T10:00:00+01:00", "datacontenttype": "application/json",
              "userid": "42", "locationid": "7", "topic": "news", "priority": "critical", "data": { "a":  1.0 } }
            """);

        Assert.Equal("A-1", read.Id);
        Assert.Equal("com.example.lead_updated", read.EventType);
        Assert.Equal(new DateTime(2026, 1, 5, 9, 0, 0, DateTimeKind.Utc), read.Timestamp);
        Assert.Equal(("42", "7", "news", Lane.Critical), (read.UserId, read.LocationId, read.Topic, read.Lane));
        Assert.Equal("""{ "a":  1.0 }""", Encoding.UTF8.GetString(read.Data.Span));
    }

    [Theory]
    [InlineData("", "null")]
    [InlineData(""","data":"text" """, "\"text\"")]
    [InlineData(""","data_base64":"AAEC" """, "\"AAEC\"")]
    public void Data_is_what_was_sent_and_null_when_nothing_was(string fields, string expected) =>
        Assert.Equal(expected, Encoding.UTF8.GetString(Read($$"""{"specversion":"1.0","id":"1","source":"s","type":"t"{{fields}}}""").Data.Span));

    [Theory]
    [InlineData("""{"id":"1","source":"s","type":"t"}""", "missing_field", "specversion")]
    [InlineData("""{"specversion":"0.3","id":"1","source":"s","type":"t"}""", "invalid_field", "specversion")]
    [InlineData("""{"specversion":1.0,"id":"1","source":"s","type":"t"}""", "invalid_field", "specversion")]
    [InlineData("""{"specversion":"1.0","source":"s","type":"t"}""", "missing_field", "id")]
    [InlineData("""{"specversion":"1.0","id":"","source":"s","type":"t"}""", "missing_field", "id")]
    [InlineData("""{"specversion":"1.0","id":"1","type":"t"}""", "missing_field", "source")]
    [InlineData("""{"specversion":"1.0","id":"1","source":"s"}""", "missing_field", "type")]
    [InlineData("""{"specversion":"1.0","id":"1","source":"s","type":"a/b"}""", "invalid_field", "type")]
    [InlineData("""{"specversion":"1.0","id":"1","source":"s","type":"t","priority":"low"}""", "invalid_field", "priority")]
    [InlineData("""{"specversion":"1.0","id":"1","source":"s","type":"t","userid":""}""", "invalid_field", "userid")]
    [InlineData("""{"specversion":"1.0","id":"1","source":"s","type":"t","time":"noon"}""", "invalid_field", "time")]
    [InlineData("""{"specversion":"1.0","id":"1","source":"s","type":"t","data_base64":7}""", "invalid_field", "data_base64")]
    [InlineData("""{"specversion":"1.0","id":"1","source":"s","type":"t","data":1,"data_base64":"AA=="}""", "invalid_field", "data_base64")]
    [InlineData("""[]""", "invalid_json", "")]
    public void What_is_wrong_is_said_with_the_field_s_own_name(string json, string code, string names)
    {
        Assert.False(CloudEventReader.TryRead(Encoding.UTF8.GetBytes(json), 1000, out _, out var error));
        Assert.Equal(code, error.Code);
        Assert.Contains(names, error.Message, StringComparison.Ordinal);
    }

    private static Event Read(string json)
    {
        Assert.True(CloudEventReader.TryRead(Encoding.UTF8.GetBytes(json), 1000, out var read, out var error), error?.Message);
        return read;
    }
}
