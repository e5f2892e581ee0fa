using Microsoft.AspNetCore.Http.HttpResults;
using Platform.Contracts.Names;

namespace Platform.Edge.Doors;

/// <summary>
/// Negotiation without a memory: the answer only says "WebSockets", and the id in it is ignored when the connection comes, so any
/// node may take it and no sticky sessions are needed. Other transports are refused.
/// </summary>
internal static class Negotiation
{
    public static void UseStatelessNegotiation(this WebApplication app) => app.UseWebSockets().Use((context, next) =>
    {
        if (!context.Request.Path.StartsWithSegments(Routes.Hub, StringComparison.Ordinal, out var rest))
        {
            return next(context);
        }

        if (rest == "/negotiate" && HttpMethods.IsPost(context.Request.Method))
        {
            return next(context);
        }

        if (!context.WebSockets.IsWebSocketRequest)
        {
            return WebSocketsOnly().ExecuteAsync(context);
        }

        context.Request.QueryString = QueryString.Create(context.Request.Query.Where(parameter => parameter.Key != "id"));
        return next(context);
    });

    public static void MapNegotiation(this WebApplication app) =>
        app.MapPost($"{Routes.Hub}/negotiate", () =>
        {
            var id = Guid.CreateVersion7().ToString("N");
            return TypedResults.Json(new
            {
                negotiateVersion = 1,
                connectionId = id,
                connectionToken = id,
                availableTransports = new[] { new { transport = "WebSockets", transferFormats = (string[])["Text", "Binary"] } },
            });
        }).RequireAuthorization().WithOrder(-1);

    private static ProblemHttpResult WebSocketsOnly() => TypedResults.Problem(
        statusCode: StatusCodes.Status400BadRequest,
        type: ProblemTypes.WebSocketsOnly,
        title: "Only WebSockets are served here.",
        detail: "Connect with a WebSocket (in SignalR's clients: transport WebSockets, skipNegotiation is fine). "
            + "Server-sent events and long polling are not offered.");
}
