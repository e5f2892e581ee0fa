using Platform.Contracts.Names;
using Yarp.ReverseProxy.Configuration;

namespace Platform.Gateway.Forwarding;

/// <summary>Which path leads to which service. What is not named here can't be reached from outside.</summary>
internal static class RouteTable
{
    private const string AndBelow = "/{**rest}";

    /// <summary>The doors, with those that need no secret in Development only.</summary>
    public static IReadOnlyList<RouteConfig> Doors(bool isDevelopment) =>
    [
        Door("events", Upstream.Ingest, Routes.Events, HttpMethods.Post),
        Door("hub", Upstream.Edges, Routes.Hub + AndBelow),
        Door("channels", Upstream.Edges, Routes.Channels + AndBelow),
        Door("revoke", Upstream.Edges, Routes.Revoke, HttpMethods.Post),
        Door("dashboard", Upstream.Metrics, Routes.Dashboard + AndBelow, HttpMethods.Get, HttpMethods.Head),
        Door("performance", Upstream.Metrics, Routes.Performance + AndBelow),
        .. isDevelopment ? [Door("dev-token", Upstream.Edges, Routes.DevToken)] : Array.Empty<RouteConfig>(),
    ];

    private static RouteConfig Door(string id, string upstream, string path, params string[] methods) => new()
    {
        RouteId = id,
        ClusterId = upstream,
        Match = new RouteMatch { Path = path, Methods = methods is [] ? null : methods },
    };
}
