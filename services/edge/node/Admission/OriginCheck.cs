using Microsoft.Extensions.Options;
using Microsoft.Net.Http.Headers;
using Platform.Contracts.Names;

namespace Platform.Edge.Admission;

/// <summary>
/// Lets only pages of known origins connect, and their browsers show them what they read. A browser opens a WebSocket for any page,
/// whatever its origin; it says which one it is, and no page can make it say another.
/// </summary>
internal sealed class OriginCheck(RequestDelegate next, IHostEnvironment environment, IOptionsMonitor<ConnectionOptions> options)
{
    public const string Any = "*";

    public static bool IsOrigin(string text) =>
        Uri.TryCreate(text, UriKind.Absolute, out var uri)
        && uri.Scheme is "http" or "https"
        && text.Equals(uri.GetLeftPart(UriPartial.Authority), StringComparison.OrdinalIgnoreCase);

    public Task InvokeAsync(HttpContext context)
    {
        var request = context.Request;
        var origin = request.Headers[HeaderNames.Origin].ToString();
        var isHub = request.Path.StartsWithSegments(Routes.Hub);
        if (origin is "" || !(isHub || request.Path.StartsWithSegments(Routes.Channels)))
        {
            return next(context);
        }

        var isPreflight = CrossOrigin.IsPreflight(request);
        if (!IsAllowed(origin, request.Host))
        {
            // What is read over HTTP needs no refusal: without a word from us the browser keeps it from the page.
            return isHub || isPreflight ? Refusal(origin).ExecuteAsync(context) : next(context);
        }

        CrossOrigin.Allow(context.Response.Headers, origin);
        return isPreflight ? CrossOrigin.AnswerAsync(context.Response) : next(context);
    }

    private bool IsAllowed(string origin, HostString host)
    {
        var allowed = options.CurrentValue.Origins;
        return allowed.Contains(origin, StringComparer.OrdinalIgnoreCase)
            || allowed.Contains(Any)
            || (Uri.TryCreate(origin, UriKind.Absolute, out var uri) && (IsOwn(uri, host) || (environment.IsDevelopment() && uri.IsLoopback)));
    }

    // By host and port: what ends TLS before the gateway may not say so.
    private static bool IsOwn(Uri origin, HostString host) =>
        string.Equals(origin.IdnHost, host.Host.Trim('[', ']'), StringComparison.OrdinalIgnoreCase)
        && (host.Port is { } port ? port == origin.Port : origin.IsDefaultPort);

    private static IResult Refusal(string origin) => TypedResults.Problem(
        statusCode: StatusCodes.Status403Forbidden,
        type: ProblemTypes.OriginNotAllowed,
        title: "Pages of this origin may not connect.",
        detail: $"Name '{origin}' in {ConnectionOptions.SectionName}:{nameof(ConnectionOptions.Origins)} of the edge nodes, if its pages may.");
}
