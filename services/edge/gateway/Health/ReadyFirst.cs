using Yarp.ReverseProxy.Configuration;
using Yarp.ReverseProxy.Health;
using Yarp.ReverseProxy.Model;

namespace Platform.Gateway.Health;

/// <summary>
/// Who may be chosen: those that said that they are ready; if none did, those that nothing is known against; else all, since a
/// service's own refusal ("the broker is away") says more than ours. A node that was just added gets nothing before its first probe.
/// </summary>
internal sealed class ReadyFirst : IAvailableDestinationsPolicy
{
    public const string PolicyName = "ReadyFirst";

    public string Name => PolicyName;

    public IReadOnlyList<DestinationState> GetAvailalableDestinations(ClusterConfig config, IReadOnlyList<DestinationState> allDestinations)
    {
        var hopeful = allDestinations
            .Where(destination => destination.Health is { Active: not DestinationHealth.Unhealthy, Passive: not DestinationHealth.Unhealthy })
            .ToList();
        var ready = hopeful.Where(destination => destination.Health.Active == DestinationHealth.Healthy).ToList();
        return ready is not [] ? ready : hopeful is not [] ? hopeful : allDestinations;
    }
}
