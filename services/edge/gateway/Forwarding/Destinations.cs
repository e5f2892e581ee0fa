using System.Net;
using Platform.Contracts.Names;
using Platform.Gateway.Canary;
using Platform.Gateway.Health;
using Yarp.ReverseProxy.Configuration;
using Yarp.ReverseProxy.Forwarder;
using Yarp.ReverseProxy.LoadBalancing;

namespace Platform.Gateway.Forwarding;

/// <summary>The instances of each service. Any one may take any request: nothing is sticky.</summary>
internal static class Destinations
{
    public static IReadOnlyList<ClusterConfig> From(GatewayOptions options, CanaryOptions canary) =>
    [
        Cluster(Upstream.Ingest, At(options.Ingest), options),
        Cluster(Upstream.Edges, [.. At(options.Edges.Except(canary.Edges, StringComparer.OrdinalIgnoreCase)), .. At(canary.Edges).Select(edge => edge.AsCanary())], options),
        Cluster(Upstream.Metrics, At(options.Metrics), options),
    ];

    private static IEnumerable<DestinationConfig> At(IEnumerable<string> addresses) => addresses.Select(address => new DestinationConfig { Address = address });

    private static ClusterConfig Cluster(string upstream, IEnumerable<DestinationConfig> destinations, GatewayOptions options) => new()
    {
        ClusterId = upstream,
        Destinations = destinations.ToDictionary(destination => destination.Address),
        LoadBalancingPolicy = LoadBalancingPolicies.PowerOfTwoChoices,
        HealthCheck = Health(options),
        HttpRequest = new ForwarderRequestConfig
        {
            ActivityTimeout = TimeSpan.FromSeconds(options.IdleTimeoutSeconds),
            Version = HttpVersion.Version11,
            VersionPolicy = HttpVersionPolicy.RequestVersionExact,
        },
    };

    private static HealthCheckConfig Health(GatewayOptions options) => new()
    {
        AvailableDestinationsPolicy = ReadyFirst.PolicyName,
        Active = new ActiveHealthCheckConfig
        {
            Enabled = true,
            Policy = ReadinessPolicy.PolicyName,
            Path = Routes.Ready,
            Interval = TimeSpan.FromMilliseconds(options.ProbeIntervalMilliseconds),
            Timeout = TimeSpan.FromMilliseconds(options.ProbeTimeoutMilliseconds),
        },
        Passive = new PassiveHealthCheckConfig
        {
            Enabled = true,
            Policy = UnreachablePolicy.PolicyName,
            // By then two probes know better.
            ReactivationPeriod = TimeSpan.FromMilliseconds(2 * options.ProbeIntervalMilliseconds),
        },
    };
}
