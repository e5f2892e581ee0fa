using Platform.Gateway.Forwarding;
using Yarp.ReverseProxy.Forwarder;

namespace Platform.Gateway.Canary;

/// <summary>Counts each attempt, after its destination was chosen.</summary>
internal sealed class CountByVersion(RequestDelegate next, VersionMetrics metrics)
{
    public Task InvokeAsync(HttpContext context) =>
        context.GetReverseProxyFeature() is { Cluster.Config.ClusterId: Upstream.Edges, AvailableDestinations: [var chosen] }
            ? CountAsync(context, chosen.Version())
            : next(context);

    private async Task CountAsync(HttpContext context, string version)
    {
        var connection = context.IsWebSocket() ? 1 : 0;
        metrics.Sent(version);
        metrics.Connected(version, connection);
        try
        {
            await next(context);
        }
        finally
        {
            metrics.Connected(version, -connection);
        }

        if (IsFailure(context))
        {
            metrics.Failed(version);
        }
    }

    private static bool IsFailure(HttpContext context) => context.Features.Get<IForwarderErrorFeature>() switch
    {
        null => context.Response.StatusCode >= StatusCodes.Status500InternalServerError,
        { Error: ForwarderError.Request or ForwarderError.RequestTimedOut or ForwarderError.ResponseHeaders } => !context.RequestAborted.IsCancellationRequested,
        { Error: ForwarderError.ResponseBodyDestination or ForwarderError.UpgradeResponseDestination } => true,
        _ => false,
    };
}
