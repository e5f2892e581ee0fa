using Platform.Contracts.Names;
using Yarp.ReverseProxy.Forwarder;
using Yarp.ReverseProxy.Model;

namespace Platform.Gateway.Failover;

/// <summary>
/// Tries the next destination when one fails. Guarantee: while one destination can be reached, the loss of another costs new
/// connections and requests nothing but the attempt. What may have been carried out is never sent twice.
/// </summary>
internal sealed partial class NextDestination(RequestDelegate next, ILogger<NextDestination> logger)
{
    // Health checks take a lost destination out within two probes; until then a client waits for at most two of them.
    private const int MaxAttempts = 3;

    public async Task InvokeAsync(HttpContext context)
    {
        await next(context);
        if (context.Features.Get<IForwarderErrorFeature>() is not null)
        {
            await TryOthersAsync(context);
        }
    }

    private async Task TryOthersAsync(HttpContext context)
    {
        var proxy = context.GetReverseProxyFeature();
        var tried = new List<DestinationState>(MaxAttempts);
        while (context.Features.Get<IForwarderErrorFeature>() is { } failure
            && MayBeRepeated(context, failure)
            && proxy.ProxiedDestination is { } failed)
        {
            tried.Add(failed);
            var others = Others(context, tried);
            if (others.Count == 0 || tried.Count == MaxAttempts)
            {
                return;
            }

            LogNext(proxy.Cluster.Config.ClusterId, failed.Model.Config.Address, failure.Exception?.Message);
            context.Response.Clear();
            context.Features.Set<IForwarderErrorFeature>(null);
            proxy.AvailableDestinations = others;
            await next(context);
        }
    }

    /// <summary>Those that are ready; if none is, what is known of the rest may be out of date.</summary>
    private static List<DestinationState> Others(HttpContext context, List<DestinationState> tried)
    {
        var destinations = context.GetRouteModel().Cluster!.DestinationsState;
        var ready = destinations.AvailableDestinations.Except(tried).ToList();
        return ready.Count > 0 ? ready : destinations.AllDestinations.Except(tried).ToList();
    }

    private static bool MayBeRepeated(HttpContext context, IForwarderErrorFeature failure) =>
        !context.Response.HasStarted
        && !context.RequestAborted.IsCancellationRequested
        && (failure.NeverConnected() || (failure.NeverAnswered() && ChangesNothing(context.Request)));

    /// <summary>Reads, a WebSocket's upgrade, and the negotiation, which edges answer without remembering it.</summary>
    private static bool ChangesNothing(HttpRequest request) =>
        HttpMethods.IsGet(request.Method) || HttpMethods.IsHead(request.Method) || HttpMethods.IsConnect(request.Method)
        || request.Path.StartsWithSegments(Routes.Hub, StringComparison.OrdinalIgnoreCase);

    [LoggerMessage(510, LogLevel.Debug, "{Service} at {Destination} did not take a request ({Why}); the next one gets it.")]
    private partial void LogNext(string service, string destination, string? why);
}
