using Platform.Contracts.Latency;

namespace Platform.Metrics.Throughput;

/// <summary>The instances whose digests keep coming. One that fell silent is gone, and its connections with it.</summary>
internal sealed class LiveInstances(TimeProvider clock)
{
    // Five digests.
    private static readonly TimeSpan Silence = TimeSpan.FromSeconds(5);

    // Long enough to be steady, short enough to show what goes on.
    private static readonly TimeSpan RateSpan = TimeSpan.FromSeconds(10);

    private readonly Lock _access = new();
    private readonly Dictionary<(string Service, string Instance), Queue<Report>> _reports = [];

    public void Add(LatencyDigest digest, long appended)
    {
        lock (_access)
        {
            var key = (digest.Service, digest.Instance);
            if (!_reports.TryGetValue(key, out var reports))
            {
                _reports[key] = reports = new Queue<Report>();
            }

            reports.Enqueue(new Report(clock.GetTimestamp(), digest.Seconds, appended, digest.Edge));
        }
    }

    public IReadOnlyList<InstanceLoad> Read()
    {
        lock (_access)
        {
            DropOld();
            return [.. _reports.Values.Where(IsLive).Select(LoadOf)];
        }
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
    private static InstanceLoad LoadOf(Queue<Report> reports)
    {
        var seconds = Math.Max(reports.Sum(report => report.Seconds), 1);
        return new InstanceLoad(
            reports.Last().Edge,
            reports.Sum(report => report.Appended) / seconds,
            reports.Sum(report => report.Edge?.MessagesSent ?? 0) / seconds);
    }

    private sealed record Report(long ArrivedAt, double Seconds, long Appended, EdgeLoad? Edge);
}

/// <summary>What one instance carries now.</summary>
/// <param name="Edge">The connections, of an edge.</param>
/// <param name="EventsPerSecond">Events appended to history.</param>
/// <param name="MessagesPerSecond">Messages written to connections.</param>
internal sealed record InstanceLoad(EdgeLoad? Edge, double EventsPerSecond, double MessagesPerSecond);
