using Microsoft.AspNetCore.SignalR;
using Platform.ServiceDefaults.Security;

namespace Platform.Edge.Revocations;

internal static class RevocationRegistration
{
    /// <summary>What is revoked is refused at the door, and ends the connections that have it.</summary>
    public static WebApplicationBuilder AddRevocations(this WebApplicationBuilder builder)
    {
        builder.Services.AddSingleton<RevokedTokens>();
        builder.Services.AddSingleton<ITokenRule>(services => services.GetRequiredService<RevokedTokens>());
        builder.Services.AddSingleton<RevocationStore>();
        // The nodes speak one protocol among themselves, whatever their clients speak.
        builder.Services.Configure<HubOptions<NodeControl>>(hub => hub.SupportedProtocols = [NodeLink.ProtocolName]);
        builder.Services.AddHostedService<RevocationFeed>();
        return builder;
    }
}
