using System.Net;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Primitives;
using Yarp.ReverseProxy.Configuration;
using Yarp.ReverseProxy.ServiceDiscovery;

namespace Platform.Gateway.Discovery;

/// <summary>
/// Makes a destination of each address that a name stands for, and asks again after a while: who is added to the name (a scaled
/// service of compose, a headless one of Kubernetes) gets its share, who is taken out of it gets nothing new. Addresses that hold
/// an IP or <c>localhost</c> stay as they are.
/// </summary>
internal sealed class NamedDestinations(KnownAddresses known, IOptionsMonitor<GatewayOptions> options, TimeProvider clock) : IDestinationResolver
{
    public async ValueTask<ResolvedDestinationCollection> ResolveDestinationsAsync(
        IReadOnlyDictionary<string, DestinationConfig> destinations, CancellationToken cancellationToken)
    {
        var resolved = await Task.WhenAll(destinations.Select(entry => ResolveAsync(entry.Key, entry.Value, cancellationToken)));
        return new ResolvedDestinationCollection(
            resolved.SelectMany(group => group).ToDictionary(), destinations.Values.Any(destination => IsName(Origin(destination))) ? Later() : null);
    }

    private async Task<IEnumerable<KeyValuePair<string, DestinationConfig>>> ResolveAsync(
        string id, DestinationConfig destination, CancellationToken cancellationToken)
    {
        var origin = Origin(destination);
        var addresses = IsName(origin) ? await known.OfAsync(origin.DnsSafeHost, cancellationToken) : [];
        return addresses is []
            ? [new(id, destination)]
            : addresses.Select(address => KeyValuePair.Create($"{id} ({address})", At(address, destination, origin)));
    }

    // The name stays in the Host header, and is what a certificate is checked against.
    private static DestinationConfig At(IPAddress address, DestinationConfig destination, Uri origin) => destination with
    {
        Address = new UriBuilder(origin) { Host = address.ToString() }.Uri.AbsoluteUri,
        Host = origin.Authority,
    };

    private CancellationChangeToken Later() =>
        new(new CancellationTokenSource(TimeSpan.FromSeconds(options.CurrentValue.ResolveSeconds), clock).Token);

    private static Uri Origin(DestinationConfig destination) => new(destination.Address);

    private static bool IsName(Uri origin) => origin.HostNameType == UriHostNameType.Dns && !origin.IsLoopback;
}
