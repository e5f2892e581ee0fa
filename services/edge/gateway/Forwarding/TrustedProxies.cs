using Microsoft.Extensions.Options;
using Platform.ServiceDefaults.Security;

namespace Platform.Gateway.Forwarding;

/// <summary>The proxies that stand before the gateway. Without any, no forwarded header is believed, nor passed on.</summary>
internal static class TrustedProxies
{
    public static WebApplication UseTrustedProxies(this WebApplication app)
    {
        var proxies = app.Services.GetRequiredService<IOptions<GatewayOptions>>().Value.TrustedProxies;
        if (proxies is not [])
        {
            var headers = new ForwardedHeadersOptions();
            headers.Believe(proxies);
            app.UseForwardedHeaders(headers);
        }

        return app;
    }
}
