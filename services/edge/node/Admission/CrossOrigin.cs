using Microsoft.Net.Http.Headers;

namespace Platform.Edge.Admission;

/// <summary>
/// What a browser has to hear (CORS) before it lets a page of another origin negotiate, or read history and presence. Only allowed
/// origins are told it, each by its own name. Credentials are allowed since SignalR's client asks for that by default; there are none
/// that a browser would add by itself: the token is in a header that only the page can write.
/// </summary>
internal static class CrossOrigin
{
    private const string Methods = "GET, POST";
    private const string RequestHeaders = "Authorization, Content-Type, X-Requested-With, X-SignalR-User-Agent";

    // Short, so that an origin that was taken off the list is soon asked about again. Seconds.
    private const string MaxAge = "600";

    /// <summary>Whether a browser asks beforehand.</summary>
    public static bool IsPreflight(HttpRequest request) =>
        HttpMethods.IsOptions(request.Method) && request.Headers.ContainsKey(HeaderNames.AccessControlRequestMethod);

    /// <summary>Tells the browser that a page of this origin may read the answer.</summary>
    public static void Allow(IHeaderDictionary answer, string origin)
    {
        answer.AccessControlAllowOrigin = origin;
        answer.AccessControlAllowCredentials = "true";
        answer.AccessControlExposeHeaders = HeaderNames.RetryAfter;
        answer.Append(HeaderNames.Vary, HeaderNames.Origin);
    }

    /// <summary>Answers a preflight of an allowed origin.</summary>
    public static Task AnswerAsync(HttpResponse response)
    {
        response.StatusCode = StatusCodes.Status204NoContent;
        response.Headers.AccessControlAllowMethods = Methods;
        response.Headers.AccessControlAllowHeaders = RequestHeaders;
        response.Headers.AccessControlMaxAge = MaxAge;
        return Task.CompletedTask;
    }
}
