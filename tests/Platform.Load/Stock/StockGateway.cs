using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.Extensions.DependencyInjection;
using Platform.Contracts.Names;
using Yarp.ReverseProxy.Configuration;

namespace Platform.Load.Stock;

/// <summary>
/// YARP of the platform's version before the nodes and the backend, with its defaults. It is not the platform's own gateway, since
/// that one is part of what is compared: what is done there to be faster must show in the ratio.
/// </summary>
internal static class StockGateway
{
    public static Task<StockApp> StartAsync(StockSettings settings, CancellationToken cancellationToken) => StockApp.StartAsync(
        builder =>
        {
            // YARP would keep a key for sticky sessions in the user's home.
            builder.Services.AddDataProtection().UseEphemeralDataProtectionProvider();
            builder.Services.AddReverseProxy().LoadFromMemory(
                [Route("backend", Routes.Events), Route("nodes", Routes.Hub)],
                [Cluster("backend", [settings.Backend!]), Cluster("nodes", settings.Nodes)]);
        },
        app => app.MapReverseProxy(),
        cancellationToken);

    private static RouteConfig Route(string cluster, string path) => new()
    {
        RouteId = cluster,
        ClusterId = cluster,
        Match = new RouteMatch { Path = path },
    };

    private static ClusterConfig Cluster(string name, IReadOnlyList<Uri> addresses) => new()
    {
        ClusterId = name,
        Destinations = addresses.ToDictionary(address => $"{address}", address => new DestinationConfig { Address = $"{address}" }),
    };
}
