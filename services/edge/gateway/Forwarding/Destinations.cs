using System.Net;
using Platform.Contracts.Names;
using Platform.Gateway.Health;
using Yarp.ReverseProxy.Configuration;
using Yarp.ReverseProxy.Forwarder;
using Yarp.ReverseProxy.Health;
using Yarp.ReverseProxy.LoadBalancing;

namespace Platform.Gateway.Forwarding;

/// <summary>The instances of each service. Any one may take any request: nothing is sticky.</summary>
internal static class Destinations
{
    public static IReadOnlyList<ClusterConfig> From(GatewayOptions options) =>
    [
        Cluster(Upstream.Ingest, options.Ingest, options),
        Cluster(Upstream.Edges, options.Edges, options),
        Cluster(Upstream.Metrics, options.Metrics, options),
    ];

    private static ClusterConfig Cluster(string upstream, IReadOnlyList<string> addresses, GatewayOptions options) => new()
    {
        ClusterId = upstream,
        Destinations = addresses.ToDictionary(address => address, address => new DestinationConfig { Address = address }),
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
        // When no instance is ready, a service's own refusal ("the broker is away") says more than ours.
        AvailableDestinationsPolicy = HealthCheckConstants.AvailableDestinations.HealthyOrPanic,
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
