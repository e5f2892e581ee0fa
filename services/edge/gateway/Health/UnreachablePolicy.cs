using Platform.Gateway.Failover;
using Yarp.ReverseProxy.Forwarder;
using Yarp.ReverseProxy.Health;
using Yarp.ReverseProxy.Model;

namespace Platform.Gateway.Health;

/// <summary>
/// Takes a destination out as soon as one connection to it fails, until the probes have looked. Only that: a WebSocket that
/// breaks after hours says nothing about who takes the next one.
/// </summary>
internal sealed class UnreachablePolicy(IDestinationHealthUpdater health) : IPassiveHealthCheckPolicy
{
    public const string PolicyName = "Unreachable";

    public string Name => PolicyName;

    public void RequestProxied(HttpContext context, ClusterState cluster, DestinationState destination)
    {
        if (context.Features.Get<IForwarderErrorFeature>() is { } failure && failure.NeverConnected()
            && cluster.Model.Config.HealthCheck?.Passive?.ReactivationPeriod is { } reactivation)
        {
            health.SetPassive(cluster, destination, DestinationHealth.Unhealthy, reactivation);
        }
    }
}
