using Microsoft.AspNetCore.Http;
using Platform.Ingest.Formats;

namespace Platform.UnitTests.Ingest;

internal static class Formats
{
    public static EventFormat Of(string contentType)
    {
        var request = new DefaultHttpContext().Request;
        request.ContentType = contentType;
        Assert.True(EventFormat.TryFind(request, out var format, out _));
        return format;
    }
}
