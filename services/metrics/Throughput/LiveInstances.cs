using Platform.Contracts.Latency;
using Platform.Metrics.Window;

namespace Platform.Metrics.Throughput;

/// <summary>The instances whose digests keep coming. One that fell silent is gone, and its connections with it.</summary>
internal sealed class LiveInstances(Timeline timeline)
{
    // Seconds: five digests.
    private const int Silence = 5;

    // Seconds: long enough to be steady, short enough to show what goes on.
    private const int RateSpan = 10;

    private const int MaxSlowest = 10;

    private readonly Lock _access = new();
    private readonly Dictionary<(string Service, string Instance), Queue<Report>> _reports = [];

    public void Add(long second, LatencyDigest digest, long accepted, long appended)
    {
        lock (_access)
        {
            var key = (digest.Service, digest.Instance);
            if (!_reports.TryGetValue(key, out var reports))
            {
                _reports[key] = reports = new Queue<Report>();
            }

            reports.Enqueue(new Report(second, digest.Seconds, accepted, appended, digest.Version, digest.Edge));
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

    /// <summary>What clients reported in the last ten seconds, all edges together.</summary>
    public ReportedLoad Reported() => Read().Select(load => load.Reported).Aggregate(new ReportedLoad(0, 0, 0), Sum);

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
            while (reports.TryPeek(out var oldest) && timeline.Second - oldest.Second > RateSpan)
            {
                reports.Dequeue();
            }

            if (reports.Count == 0)
            {
                _reports.Remove(instance);
            }
        }
    }

    private bool IsLive(Queue<Report> reports) => timeline.Second - reports.Last().Second <= Silence;

    // By the seconds that the digests cover, not by those between their arrivals: a late one makes no dip and no peak.
    private static InstanceLoad LoadOf(string instance, Queue<Report> reports)
    {
        var seconds = Math.Max(reports.Sum(report => report.Seconds), 1);
        return new InstanceLoad(
            instance,
            reports.Last().Version,
            reports.Last().Edge,
            reports.Sum(report => report.Accepted) / seconds,
            reports.Sum(report => report.Appended) / seconds,
            reports.Sum(report => report.Edge?.MessagesSent ?? 0) / seconds)
        {
            OpenedPerSecond = reports.Sum(report => report.Edge?.Opened ?? 0) / seconds,
            Reported = reports.Aggregate(new ReportedLoad(0, 0, 0), (sum, report) => Sum(sum, report.Edge?.Reported ?? sum with { Taken = 0, LeftOut = 0 })),
        };
    }

    private static ReportedLoad Sum(ReportedLoad left, ReportedLoad right) =>
        new(left.Taken + right.Taken, left.LeftOut + right.LeftOut, Math.Max(left.MaxClockErrorMs, right.MaxClockErrorMs));

    private sealed record Report(long Second, double Seconds, long Accepted, long Appended, string Version, EdgeLoad? Edge);
}

/// <summary>What one instance carries now.</summary>
/// <param name="Instance">The instance's name.</param>
/// <param name="Version">What it says of its version.</param>
/// <param name="Edge">The connections, of an edge.</param>
/// <param name="AcceptedPerSecond">Events that ingest said 202 to.</param>
/// <param name="EventsPerSecond">Events appended to history.</param>
/// <param name="MessagesPerSecond">Messages written to connections.</param>
internal sealed record InstanceLoad(
    string Instance, string Version, EdgeLoad? Edge, double AcceptedPerSecond, double EventsPerSecond, double MessagesPerSecond)
{
    /// <summary>Connections that were opened a second.</summary>
    public double OpenedPerSecond { get; init; }

    /// <summary>What its clients reported in the same seconds.</summary>
    public ReportedLoad Reported { get; init; } = new(0, 0, 0);
}
