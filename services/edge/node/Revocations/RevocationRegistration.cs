using Microsoft.AspNetCore.SignalR;
using Platform.ServiceDefaults.Security.Revocations;

namespace Platform.Edge.Revocations;

internal static class RevocationRegistration
{
    /// <summary>What is revoked is refused at the door, and ends the connections that have it.</summary>
    public static WebApplicationBuilder AddRevocations(this WebApplicationBuilder builder)
    {
        builder.AddRevokedTokens();
        builder.Services.AddSingleton<RevocationStore>();
        // The nodes speak one protocol among themselves, whatever their clients speak.
        builder.Services.Configure<HubOptions<NodeControl>>(hub => hub.SupportedProtocols = [NodeLink.ProtocolName]);
        builder.Services.AddHostedService<RevocationFeed>();
        builder.Services.AddHostedService<RevocationNews>();
        return builder;
    }
}
