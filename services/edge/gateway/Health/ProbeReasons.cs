using Yarp.ReverseProxy.Health;

namespace Platform.Gateway.Health;

/// <summary>A probe's outcome in words.</summary>
internal static class ProbeReasons
{
    public static string Why(this DestinationProbingResult probe) => probe switch
    {
        { Response: { } answer } => $"it answers {(int)answer.StatusCode}",
        { Exception: HttpRequestException { HttpRequestError: HttpRequestError.ConnectionError } } => "it can't be connected to",
        { Exception: HttpRequestException { HttpRequestError: HttpRequestError.NameResolutionError } } => "its name is not known",
        { Exception: HttpRequestException { HttpRequestError: HttpRequestError.SecureConnectionError } } => "TLS fails",
        { Exception: OperationCanceledException } => "it does not answer in time",
        _ => "its answer broke off",
    };
}
