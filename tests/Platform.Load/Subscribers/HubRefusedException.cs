using System.Net;

namespace Platform.Load.Subscribers;

/// <summary>The gateway answered the request for a WebSocket with something else.</summary>
internal sealed class HubRefusedException(HttpStatusCode status, Exception cause) : Exception($"The hub answered {(int)status}.", cause)
{
    public HttpStatusCode Status => status;
}
