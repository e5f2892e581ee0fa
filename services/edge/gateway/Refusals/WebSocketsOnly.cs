using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.Net.Http.Headers;
using Platform.Contracts.Names;

namespace Platform.Gateway.Refusals;

/// <summary>
/// Refuses the hub's other transports before they reach an edge: server-sent events and long polling send many requests for one
/// connection, and would need each of them to find the same node.
/// </summary>
internal sealed class WebSocketsOnly(RequestDelegate next)
{
    private const string Negotiate = Routes.Hub + "/negotiate";
    private const string WebSocket = "websocket";

    public Task InvokeAsync(HttpContext context) =>
        IsHub(context.Request) && !IsWebSocket(context) && context.Request.Path != Negotiate ? Refusal.ExecuteAsync(context) : next(context);

    private static ProblemHttpResult Refusal => TypedResults.Problem(
        "Server-sent events and long polling are not offered here. Connect with the WebSockets transport, with or without skipNegotiation.",
        statusCode: StatusCodes.Status400BadRequest,
        title: "Events are delivered over WebSockets only.",
        type: ProblemTypes.WebSocketsOnly);

    private static bool IsHub(HttpRequest request) => request.Path.StartsWithSegments(Routes.Hub, StringComparison.OrdinalIgnoreCase);

    // The second is a WebSocket within HTTP/2 (RFC 8441), which browsers open on their own over TLS.
    private static bool IsWebSocket(HttpContext context) =>
        (context.Features.Get<IHttpUpgradeFeature>() is { IsUpgradableRequest: true }
            && string.Equals(context.Request.Headers[HeaderNames.Upgrade], WebSocket, StringComparison.OrdinalIgnoreCase))
        || context.Features.Get<IHttpExtendedConnectFeature>() is { IsExtendedConnect: true, Protocol: WebSocket };
}
