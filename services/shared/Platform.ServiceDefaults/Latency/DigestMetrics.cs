using System.Diagnostics.Metrics;

namespace Platform.ServiceDefaults.Latency;

/// <summary>What the digests say about themselves.</summary>
internal sealed class DigestMetrics(IMeterFactory meters)
{
    private readonly Counter<long> _dropped = meters.Create("Platform.Latency").CreateCounter<long>(
        "platform.latency.digests.dropped", "{digest}", "Digests that could not be sent in time.");

    public void Dropped() => _dropped.Add(1);
}
