using System.Net;

namespace Platform.Gateway.Discovery;

/// <summary>Says at which addresses a host is.</summary>
internal interface INameLookup
{
    Task<IPAddress[]> FindAsync(string host, CancellationToken cancellationToken);
}
