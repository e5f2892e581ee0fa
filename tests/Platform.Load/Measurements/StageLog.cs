using Platform.Contracts.Lanes;
using Platform.Contracts.Latency;
using Platform.ServiceDefaults.Latency;

namespace Platform.Load.Measurements;

/// <summary>What the services measured themselves, second by second, as their latency digests tell it.</summary>
internal sealed class StageLog
{
    private readonly Lock _lock = new();
    private readonly List<Entry> _entries = [];

    /// <summary>Enters a digest at the time when it came: it is of the second before.</summary>
    public void Add(long at, LatencyDigest digest)
    {
        lock (_lock)
        {
            foreach (var part in digest.Histograms)
            {
                _entries.Add(new Entry(at, digest.Instance, part));
            }
        }
    }

    /// <summary>
    /// The publisher that appends a lane's events: the one that RabbitMQ has made the lane's active consumer. <c>null</c> if none has
    /// appended one since then.
    /// </summary>
    public string? ActivePublisher(Lane lane, long since)
    {
        lock (_lock)
        {
            return Of(Stage.Batch, lane, since, long.MaxValue)
                .GroupBy(entry => entry.Instance)
                .OrderByDescending(instance => instance.Sum(entry => LatencyHistogram.Decode(entry.Part.Histogram).TotalCount))
                .FirstOrDefault()?.Key;
        }
    }

    /// <summary>A stage's times between two times of the run, of all instances and event types.</summary>
    public StageDistribution Read(Stage stage, Lane lane, long from, long to)
    {
        var merged = LatencyHistogram.Create();
        lock (_lock)
        {
            foreach (var entry in Of(stage, lane, from, to))
            {
                merged.Add(LatencyHistogram.Decode(entry.Part.Histogram));
            }
        }

        return new StageDistribution(merged);
    }

    private IEnumerable<Entry> Of(Stage stage, Lane lane, long from, long to) =>
        _entries.Where(entry => entry.Part.Stage == stage && entry.Part.Lane == lane && entry.At > from && entry.At <= to);

    private sealed record Entry(long At, string Instance, StageHistogram Part);
}
