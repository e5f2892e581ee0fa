using System.Net;
using System.Net.Sockets;
using Microsoft.AspNetCore.HttpOverrides;
using IPNetwork = System.Net.IPNetwork;

namespace Platform.Edge.Admission;

/// <summary>Who the client is, behind the gateway.</summary>
internal static class ClientAddress
{
    private const int NetworkBytesV6 = 8;

    /// <summary>What trusted proxies say about the client and the host that it asked for; anyone else's word is not believed.</summary>
    public static void Configure(ForwardedHeadersOptions headers, ConnectionOptions options)
    {
        headers.ForwardedHeaders = ForwardedHeaders.XForwardedFor | ForwardedHeaders.XForwardedHost | ForwardedHeaders.XForwardedProto;
        headers.ForwardLimit = null;
        headers.KnownProxies.Clear();
        headers.KnownIPNetworks.Clear();
        foreach (var proxy in (IEnumerable<string>)["127.0.0.0/8", "::1", .. options.TrustedProxies])
        {
            if (TryParse(proxy, out var network))
            {
                headers.KnownIPNetworks.Add(network);
            }
        }
    }

    /// <summary>The network that connections are counted by: one who has an IPv6 address has at least a whole /64 of them.</summary>
    public static IPAddress Network(IPAddress address)
    {
        if (address.AddressFamily != AddressFamily.InterNetworkV6 || address.IsIPv4MappedToIPv6)
        {
            return address.MapToIPv4();
        }

        var bytes = address.GetAddressBytes();
        bytes.AsSpan(NetworkBytesV6).Clear();
        return new IPAddress(bytes);
    }

    public static bool TryParse(string text, out IPNetwork network)
    {
        if (IPAddress.TryParse(text, out var address))
        {
            network = new IPNetwork(address, address.GetAddressBytes().Length * 8);
            return true;
        }

        return IPNetwork.TryParse(text, out network);
    }
}
