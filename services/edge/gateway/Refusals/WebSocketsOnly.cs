using Microsoft.AspNetCore.Http.HttpResults;
using Platform.Contracts.Names;
using Platform.Gateway.Forwarding;

namespace Platform.Gateway.Refusals;

/// <summary>
/// Refuses the hub's other transports before they reach an edge: server-sent events and long polling send many requests for one
/// connection, and would need each of them to find the same node.
/// </summary>
internal sealed class WebSocketsOnly(RequestDelegate next)
{
    private const string Negotiate = Routes.Hub + "/negotiate";

    public Task InvokeAsync(HttpContext context) =>
        IsHub(context.Request) && !context.IsWebSocket() && context.Request.Path != Negotiate ? Refusal.ExecuteAsync(context) : next(context);

    private static ProblemHttpResult Refusal => TypedResults.Problem(
        "Server-sent events and long polling are not offered here. Connect with the WebSockets transport, with or without skipNegotiation.",
        statusCode: StatusCodes.Status400BadRequest,
        title: "Events are delivered over WebSockets only.",
        type: ProblemTypes.WebSocketsOnly);

    private static bool IsHub(HttpRequest request) => request.Path.StartsWithSegments(Routes.Hub, StringComparison.OrdinalIgnoreCase);
}
