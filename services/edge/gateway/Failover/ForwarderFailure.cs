using Yarp.ReverseProxy.Forwarder;

namespace Platform.Gateway.Failover;

/// <summary>What a failed attempt to forward a request means.</summary>
internal static class ForwarderFailure
{
    /// <summary>No connection came about, so nothing of the request was sent.</summary>
    public static bool NeverConnected(this IForwarderErrorFeature failure) => failure.Exception switch
    {
        HttpRequestException { HttpRequestError: HttpRequestError.ConnectionError or HttpRequestError.NameResolutionError or HttpRequestError.SecureConnectionError } => true,
        // How SocketsHttpHandler tells its ConnectTimeout from a cancellation.
        OperationCanceledException { InnerException: TimeoutException } => true,
        _ => false,
    };

    /// <summary>The request, or a part of it, was sent, and no answer began.</summary>
    public static bool NeverAnswered(this IForwarderErrorFeature failure) => failure.Error == ForwarderError.Request;

    /// <summary>The destination was silent for too long.</summary>
    public static bool TimedOut(this IForwarderErrorFeature failure) =>
        failure.Error == ForwarderError.RequestTimedOut || failure.Exception is TimeoutException;
}
