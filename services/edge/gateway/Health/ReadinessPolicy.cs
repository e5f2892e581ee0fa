using System.Runtime.CompilerServices;
using Platform.ServiceDefaults.Health;
using Yarp.ReverseProxy.Health;
using Yarp.ReverseProxy.Model;

namespace Platform.Gateway.Health;

/// <summary>
/// Judges the probes of <c>/health/ready</c>. An instance that says that it is not ready (it drains, it waits for its broker)
/// gets no new connection from then on; one that says nothing may have been busy and is asked again first.
/// </summary>
internal sealed partial class ReadinessPolicy(IDestinationHealthUpdater health, Dependencies dependencies, ILogger<ReadinessPolicy> logger)
    : IActiveHealthCheckPolicy
{
    public const string PolicyName = "Readiness";

    private const int ToleratedSilences = 1;

    private readonly ConditionalWeakTable<DestinationState, StrongBox<int>> _silences = [];

    public string Name => PolicyName;

    public void ProbingCompleted(ClusterState cluster, IReadOnlyList<DestinationProbingResult> probingResults)
    {
        var judged = probingResults.Select(probe => new NewActiveDestinationHealth(probe.Destination, Judge(cluster, probe))).ToList();
        health.SetActive(cluster, judged);
        TellReadiness(cluster, probingResults);
    }

    private DestinationHealth Judge(ClusterState cluster, DestinationProbingResult probe)
    {
        var silences = _silences.GetOrCreateValue(probe.Destination);
        silences.Value = probe.Response is null ? silences.Value + 1 : 0;

        var before = probe.Destination.Health.Active;
        var now = probe.Response switch
        {
            { IsSuccessStatusCode: true } => DestinationHealth.Healthy,
            null when silences.Value <= ToleratedSilences => before,
            _ => DestinationHealth.Unhealthy,
        };
        if (now != before)
        {
            LogChange(cluster.ClusterId, probe, now);
        }

        return now;
    }

    private void TellReadiness(ClusterState cluster, IReadOnlyList<DestinationProbingResult> probes)
    {
        if (probes.Any(probe => probe.Destination.Health.Active == DestinationHealth.Healthy))
        {
            dependencies.Up(cluster.ClusterId);
        }
        else
        {
            // Without addresses: the door's readiness page is public.
            dependencies.Down(cluster.ClusterId, $"none of {probes.Count} is ready ({string.Join(", ", probes.Select(probe => probe.Why()).Distinct())})");
        }
    }

    private void LogChange(string service, DestinationProbingResult probe, DestinationHealth now)
    {
        if (now == DestinationHealth.Healthy)
        {
            LogReady(service, probe.Destination.DestinationId);
        }
        else
        {
            LogNotReady(service, probe.Destination.DestinationId, probe.Why());
        }
    }

    [LoggerMessage(500, LogLevel.Information, "{Service} at {Destination} is ready.")]
    private partial void LogReady(string service, string destination);

    [LoggerMessage(501, LogLevel.Warning, "{Service} at {Destination} is not ready ({Why}) and gets no new requests.")]
    private partial void LogNotReady(string service, string destination, string why);
}
