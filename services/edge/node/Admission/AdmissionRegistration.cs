using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.AspNetCore.SignalR;
using Microsoft.Extensions.Options;
using Platform.ServiceDefaults.Hosting;
using Platform.ServiceDefaults.Security;

namespace Platform.Edge.Admission;

/// <summary>Who may connect, and how much a client may ask.</summary>
internal static class AdmissionRegistration
{
    public static WebApplicationBuilder AddAdmission(this WebApplicationBuilder builder)
    {
        builder.Services.AddValidated<ConnectionOptions>(ConnectionOptions.SectionName);
        builder.Services.AddOptions<ForwardedHeadersOptions>().Configure<IOptions<ConnectionOptions>>(
            (headers, connections) => headers.Believe(["127.0.0.0/8", "::1", .. connections.Value.TrustedProxies]));
        builder.Services.AddSingleton<IConfigureOptions<KestrelServerOptions>, RequestSizes>();
        builder.Services.AddSingleton<ConnectionCounts>();
        builder.Services.AddSingleton<CallLimit>();
        builder.Services.Configure<HubOptions>(hub => hub.AddFilter<CallLimit>());
        return builder;
    }

    /// <summary>Before the token is looked at: the client's own address, and the origin of its page.</summary>
    public static void UseOriginCheck(this WebApplication app) => app.UseForwardedHeaders().UseMiddleware<OriginCheck>();

    /// <summary>After it, since the limits are by user too.</summary>
    public static void UseConnectionLimits(this WebApplication app) => app.UseMiddleware<ConnectionLimits>();
}
