using Platform.Contracts.Latency;

namespace Platform.Metrics.Throughput;

/// <summary>The instances whose digests keep coming. One that fell silent is gone, and its connections with it.</summary>
internal sealed class LiveInstances(TimeProvider clock)
{
    // Five digests.
    private static readonly TimeSpan Silence = TimeSpan.FromSeconds(5);

    // Long enough to be steady, short enough to show what goes on.
    private static readonly TimeSpan RateSpan = TimeSpan.FromSeconds(10);

    private const int MaxSlowest = 10;

    private readonly Lock _access = new();
    private readonly Dictionary<(string Service, string Instance), Queue<Report>> _reports = [];

    public void Add(LatencyDigest digest, long accepted, long appended)
    {
        lock (_access)
        {
            var key = (digest.Service, digest.Instance);
            if (!_reports.TryGetValue(key, out var reports))
            {
                _reports[key] = reports = new Queue<Report>();
            }

            reports.Enqueue(new Report(clock.GetTimestamp(), digest.Seconds, accepted, appended, digest.Edge));
        }
    }

    public IReadOnlyList<InstanceLoad> Read()
    {
        lock (_access)
        {
            DropOld();
            return [.. _reports.Where(entry => IsLive(entry.Value)).Select(entry => LoadOf(entry.Key.Instance, entry.Value))];
        }
    }

    /// <summary>How the connections of all edges are.</summary>
    public ConnectionHealth Health()
    {
        var nodes = Read().Where(instance => instance.Edge is not null).ToList();
        var slowest = nodes
            .SelectMany(node => node.Edge!.Slowest, (node, slow) => new SlowestConnection(node.Instance, slow.Connection, slow.Role, Math.Round(slow.SendMs, 1)))
            .OrderByDescending(slow => slow.SendMs)
            .Take(MaxSlowest);
        return new ConnectionHealth(
            nodes.Sum(node => node.Edge!.Healthy), nodes.Sum(node => node.Edge!.Degraded), nodes.Sum(node => node.Edge!.Critical), [.. slowest]);
    }

    private void DropOld()
    {
        foreach (var (instance, reports) in _reports)
        {
            while (reports.TryPeek(out var oldest) && clock.GetElapsedTime(oldest.ArrivedAt) > RateSpan)
            {
                reports.Dequeue();
            }

            if (reports.Count == 0)
            {
                _reports.Remove(instance);
            }
        }
    }

    private bool IsLive(Queue<Report> reports) => clock.GetElapsedTime(reports.Last().ArrivedAt) <= Silence;

    // By the seconds that the digests cover, not by those between their arrivals: a late one makes no dip and no peak.
    private static InstanceLoad LoadOf(string instance, Queue<Report> reports)
    {
        var seconds = Math.Max(reports.Sum(report => report.Seconds), 1);
        return new InstanceLoad(
            instance,
            reports.Last().Edge,
            reports.Sum(report => report.Accepted) / seconds,
            reports.Sum(report => report.Appended) / seconds,
            reports.Sum(report => report.Edge?.MessagesSent ?? 0) / seconds);
    }

    private sealed record Report(long ArrivedAt, double Seconds, long Accepted, long Appended, EdgeLoad? Edge);
}

/// <summary>What one instance carries now.</summary>
/// <param name="Instance">The instance's name.</param>
/// <param name="Edge">The connections, of an edge.</param>
/// <param name="AcceptedPerSecond">Events that ingest said 202 to.</param>
/// <param name="EventsPerSecond">Events appended to history.</param>
/// <param name="MessagesPerSecond">Messages written to connections.</param>
internal sealed record InstanceLoad(string Instance, EdgeLoad? Edge, double AcceptedPerSecond, double EventsPerSecond, double MessagesPerSecond);
