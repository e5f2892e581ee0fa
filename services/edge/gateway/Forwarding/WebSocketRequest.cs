using Microsoft.AspNetCore.Http.Features;
using Microsoft.Net.Http.Headers;

namespace Platform.Gateway.Forwarding;

/// <summary>Tells a WebSocket's handshake from other requests.</summary>
internal static class WebSocketRequest
{
    private const string WebSocket = "websocket";

    // The second is a WebSocket within HTTP/2 (RFC 8441), which browsers open on their own over TLS.
    public static bool IsWebSocket(this HttpContext context) =>
        (context.Features.Get<IHttpUpgradeFeature>() is { IsUpgradableRequest: true }
            && string.Equals(context.Request.Headers[HeaderNames.Upgrade], WebSocket, StringComparison.OrdinalIgnoreCase))
        || context.Features.Get<IHttpExtendedConnectFeature>() is { IsExtendedConnect: true, Protocol: WebSocket };
}
