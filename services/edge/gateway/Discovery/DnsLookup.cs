using System.Net;

namespace Platform.Gateway.Discovery;

/// <summary>The system's own resolver: DNS, and what the host's files say.</summary>
internal sealed class DnsLookup : INameLookup
{
    public Task<IPAddress[]> FindAsync(string host, CancellationToken cancellationToken) => Dns.GetHostAddressesAsync(host, cancellationToken);
}
