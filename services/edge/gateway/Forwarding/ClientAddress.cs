using System.Net;
using Microsoft.AspNetCore.HttpOverrides;
using Microsoft.Extensions.Options;
using IPNetwork = System.Net.IPNetwork;

namespace Platform.Gateway.Forwarding;

/// <summary>Who the client is, where proxies stand before the gateway.</summary>
internal static class ClientAddress
{
    /// <summary>
    /// Believes the forwarded headers of the trusted proxies, from the last one back to the first address that is none of theirs.
    /// Guarantee: what anyone else says about an address is not believed, and not passed on.
    /// </summary>
    public static WebApplication UseClientAddress(this WebApplication app)
    {
        var proxies = app.Services.GetRequiredService<IOptions<GatewayOptions>>().Value.TrustedProxies;
        if (proxies is not [])
        {
            var headers = new ForwardedHeadersOptions
            {
                ForwardedHeaders = ForwardedHeaders.XForwardedFor | ForwardedHeaders.XForwardedProto | ForwardedHeaders.XForwardedHost,
                ForwardLimit = null,
            };
            headers.KnownProxies.Clear();
            headers.KnownIPNetworks.Clear();
            foreach (var proxy in proxies)
            {
                headers.KnownIPNetworks.Add(Network(proxy));
            }

            app.UseForwardedHeaders(headers);
        }

        return app;
    }

    private static IPNetwork Network(string text) =>
        IPAddress.TryParse(text, out var address) ? new IPNetwork(address, address.GetAddressBytes().Length * 8) : IPNetwork.Parse(text);
}
