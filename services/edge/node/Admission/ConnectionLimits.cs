using System.Net;
using Microsoft.AspNetCore.Http.HttpResults;
using Platform.Contracts.Names;
using Platform.ServiceDefaults.Security;

namespace Platform.Edge.Admission;

/// <summary>Refuses a connection beyond what its user or its address may have, before it becomes a WebSocket.</summary>
internal sealed class ConnectionLimits(RequestDelegate next, ConnectionCounts counts)
{
    // Nobody knows when one of the others ends; the client should not ask all the time.
    private const string RetryAfterSeconds = "10";

    public async Task InvokeAsync(HttpContext context)
    {
        if (!context.WebSockets.IsWebSocketRequest || !context.Request.Path.StartsWithSegments(Routes.Hub))
        {
            await next(context);
            return;
        }

        var user = context.User.Subject();
        var address = ClientAddress.Network(context.Connection.RemoteIpAddress ?? IPAddress.None);
        if (counts.TryEnter(user, address) is { } limit)
        {
            context.Response.Headers.RetryAfter = RetryAfterSeconds;
            await Refusal(limit).ExecuteAsync(context);
            return;
        }

        try
        {
            await next(context);
        }
        finally
        {
            counts.Leave(user, address);
        }
    }

    private static ProblemHttpResult Refusal(string limit) => TypedResults.Problem(
        $"{limit} Close one, or try again after Retry-After.",
        statusCode: StatusCodes.Status429TooManyRequests,
        title: "Too many connections.",
        type: ProblemTypes.TooManyRequests);
}
