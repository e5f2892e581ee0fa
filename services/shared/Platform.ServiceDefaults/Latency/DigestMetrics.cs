using System.Diagnostics.Metrics;
using Platform.Contracts.Lanes;
using Platform.Contracts.Latency;

namespace Platform.ServiceDefaults.Latency;

/// <summary>What the digests say about themselves, and for Prometheus the stages that are in them.</summary>
internal sealed class DigestMetrics
{
    // Around the objective of 10 ms, and up to what a restart of Redis costs.
    private static readonly double[] Bounds = [0.001, 0.0025, 0.005, 0.0075, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30];

    private readonly Counter<long> _dropped;
    private readonly Histogram<double> _durations;

    public DigestMetrics(IMeterFactory meters)
    {
        var meter = meters.Create("Platform.Latency");
        _dropped = meter.CreateCounter<long>("platform.latency.digests.dropped", "{digest}", "Digests that could not be sent in time.");
        _durations = meter.CreateHistogram(
            "platform.event.duration", "s", "How long events took, by stage and lane; written is from accepted to written to the connection.",
            advice: new InstrumentAdvice<double> { HistogramBucketBoundaries = Bounds });
    }

    public void Dropped() => _dropped.Add(1);

    /// <summary>What a series counted since the look before. It is off the events' way, once a second.</summary>
    public void Took(Stage stage, Lane lane, ReadOnlySpan<long> counts)
    {
        var stageTag = KeyValuePair.Create<string, object?>("stage", stage.Name());
        var laneTag = KeyValuePair.Create<string, object?>("lane", lane.Name());
        for (var i = 0; i < counts.Length; i++)
        {
            if (counts[i] == 0)
            {
                continue;
            }

            var seconds = LatencyHistogram.MicrosecondsAt(i) / 1e6;
            for (var n = counts[i]; n > 0; n--)
            {
                _durations.Record(seconds, stageTag, laneTag);
            }
        }
    }
}
