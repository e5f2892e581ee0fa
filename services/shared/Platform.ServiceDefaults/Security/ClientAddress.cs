using System.Net;
using System.Net.Sockets;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.HttpOverrides;
using IPNetwork = System.Net.IPNetwork;

namespace Platform.ServiceDefaults.Security;

/// <summary>Who the client is, where proxies stand between it and the service.</summary>
public static class ClientAddress
{
    private const int NetworkBytesV6 = 8;

    /// <summary>
    /// Believes the forwarded headers of the given proxies (addresses or networks), from the last one back to the first address that is
    /// none of theirs. Guarantee: what anyone else says about an address is not believed.
    /// </summary>
    public static void Believe(this ForwardedHeadersOptions headers, IEnumerable<string> proxies)
    {
        headers.ForwardedHeaders = ForwardedHeaders.XForwardedFor | ForwardedHeaders.XForwardedHost | ForwardedHeaders.XForwardedProto;
        headers.ForwardLimit = null;
        headers.KnownProxies.Clear();
        headers.KnownIPNetworks.Clear();
        foreach (var proxy in proxies)
        {
            if (TryParse(proxy, out var network))
            {
                headers.KnownIPNetworks.Add(network);
            }
        }
    }

    /// <summary>The network that a client is counted by: one who has an IPv6 address has at least a whole /64 of them.</summary>
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

    /// <summary>Reads an IP address, or a network such as <c>10.0.0.0/8</c>.</summary>
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
