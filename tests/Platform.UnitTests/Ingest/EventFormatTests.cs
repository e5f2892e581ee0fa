using System.Text;
using Microsoft.AspNetCore.Http;
using Platform.Ingest.Formats;

namespace Platform.UnitTests.Ingest;

public sealed class EventFormatTests
{
    [Theory]
    [InlineData("application/json")]
    [InlineData("Application/JSON; charset=UTF-8")]
    [InlineData("application/json; charset=\"utf-8\"")]
    [InlineData("application/x-ndjson")]
    [InlineData("application/cloudevents+json; charset=utf-8")]
    [InlineData("application/cloudevents-batch+json")]
    public void A_known_form_is_read(string contentType) => Assert.NotNull(Formats.Of(contentType));

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("text/plain")]
    [InlineData("application/json; charset=latin1")]
    [InlineData("application/json", "gzip")]
    public void Any_other_is_refused_with_the_list_of_those_that_are(string? contentType, string? encoding = null)
    {
        var request = new DefaultHttpContext().Request;
        request.ContentType = contentType;
        request.Headers.ContentEncoding = encoding;

        Assert.False(EventFormat.TryFind(request, out _, out var refusal));
        Assert.Equal(StatusCodes.Status415UnsupportedMediaType, refusal.StatusCode);
        Assert.Contains("application/x-ndjson", refusal.ProblemDetails.Detail, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("")]
    [InlineData("\n \r\n\t\n")]
    [InlineData("{}", "{}")]
    [InlineData("{\"a\":1}\n{}\n", "{\"a\":1}", "{}")]
    [InlineData("{\"a\":1}\r\n\r\n {}", "{\"a\":1}\r", " {}")]
    public void A_line_is_an_event_and_an_empty_one_is_none(string body, params string[] expected) =>
        Assert.Equal(expected, Split("application/x-ndjson", body));

    [Fact]
    public void A_cloud_event_is_the_whole_body_whatever_fields_it_has() =>
        Assert.Equal(["""{"events":[1]}"""], Split("application/cloudevents+json", """{"events":[1]}"""));

    [Fact]
    public void A_batch_of_cloud_events_is_an_array_and_nothing_else()
    {
        Assert.Equal(["{}", "{}"], Split("application/cloudevents-batch+json", " [{},{}]"));
        Assert.False(Formats.Of("application/cloudevents-batch+json").TrySplit("{\"events\":[]}"u8.ToArray(), out _, out var error));
        Assert.Equal("invalid_json", error.Code);
    }

    private static string[] Split(string contentType, string body)
    {
        Assert.True(Formats.Of(contentType).TrySplit(Encoding.UTF8.GetBytes(body), out var events, out _));
        return events.Select(slice => Encoding.UTF8.GetString(slice.Span)).ToArray();
    }
}
