using Platform.Contracts.Names;
using Platform.Gateway.Failover;
using Yarp.ReverseProxy.Forwarder;

namespace Platform.Gateway.Refusals;

/// <summary>
/// Says which service failed, and what the caller must know before it tries again: 503 means that nothing was sent to the
/// service, 502 and 504 that nobody knows what became of the request. What a service answered itself passes as it is.
/// </summary>
internal sealed partial class UpstreamProblems(RequestDelegate next, ILogger<UpstreamProblems> logger)
{
    // A destination that comes back is found by the next probe.
    private const string RetryAfterSeconds = "1";

    private const string NothingSent = "Nothing was sent to it. Send the request again.";
    private const string OutcomeUnknown = "It is not known whether the request was carried out. Send it again, with the same ids or Idempotency-Key.";

    public async Task InvokeAsync(HttpContext context)
    {
        await next(context);
        if (context.Features.Get<IForwarderErrorFeature>() is { } failure
            && context.Response is { HasStarted: false, StatusCode: >= StatusCodes.Status500InternalServerError }
            && !context.RequestAborted.IsCancellationRequested)
        {
            await WriteAsync(context, failure);
        }
    }

    private Task WriteAsync(HttpContext context, IForwarderErrorFeature failure)
    {
        var service = context.GetReverseProxyFeature().Cluster.Config.ClusterId;
        var (status, title, detail) = failure switch
        {
            _ when failure.NeverConnected() => (503, $"No instance of '{service}' can be reached.", NothingSent),
            { Error: ForwarderError.NoAvailableDestinations } => (503, $"There is no instance of '{service}'.", NothingSent),
            _ when failure.TimedOut() => (504, $"'{service}' did not answer in time.", OutcomeUnknown),
            _ => (502, $"'{service}' broke off its answer.", OutcomeUnknown),
        };
        LogFailed(service, status, failure.Error, failure.Exception);
        context.Response.Headers.RetryAfter = RetryAfterSeconds;
        return TypedResults.Problem(
            detail, statusCode: status, title: title, type: ProblemTypes.UpstreamUnavailable, extensions: [new("service", service)]).ExecuteAsync(context);
    }

    [LoggerMessage(520, LogLevel.Debug, "A request to {Service} is answered {Status}: {Error}.")]
    private partial void LogFailed(string service, int status, ForwarderError error, Exception? exception);
}
