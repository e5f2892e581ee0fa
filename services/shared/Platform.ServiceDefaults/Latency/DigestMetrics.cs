using System.Diagnostics.Metrics;
using Platform.Contracts.Lanes;
using Platform.Contracts.Latency;

namespace Platform.ServiceDefaults.Latency;

/// <summary>
/// What the digests say about themselves, and for Prometheus the stages that are in them. A histogram of the runtime takes one value at a
/// time, which would cost a publisher one percent of its CPU; so it gets every tenth, which has the same percentiles and
/// shares. What is left over of a bucket counts with what comes next, so that rare values come in their turn.
/// </summary>
internal sealed class DigestMetrics
{
    /// <summary>Of so many measurements of a bucket one is told.</summary>
    internal const int OneOf = 10;

    // Around the objective of 10 ms, and up to what a restart of Redis costs.
    private static readonly double[] Bounds = [0.001, 0.0025, 0.005, 0.0075, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30];

    private static readonly byte[] BucketOf = [.. Enumerable.Range(0, LatencyHistogram.Length).Select(i => (byte)Bounds.Count(bound => bound < SecondsAt(i)))];

    private readonly Counter<long> _dropped;
    private readonly Histogram<double> _durations;
    private readonly int[]?[] _leftOver = new int[Enum.GetValues<Stage>().Length * LaneNames.All.Count][];

    public DigestMetrics(IMeterFactory meters)
    {
        var meter = meters.Create("Platform.Latency");
        _dropped = meter.CreateCounter<long>("platform.latency.digests.dropped", "{digest}", "Digests that could not be sent in time.");
        _durations = meter.CreateHistogram(
            "platform.event.duration", "s",
            "How long events took, by stage and lane, every tenth of them; written is from accepted to written to the connection.",
            advice: new InstrumentAdvice<double> { HistogramBucketBoundaries = Bounds });
    }

    public void Dropped() => _dropped.Add(1);

    /// <summary>
    /// What a series counted since the look before. It is off the events' way, once a second, and one call comes after the other. What clients
    /// say of themselves is in the digests alone.
    /// </summary>
    public void Took(Stage stage, Lane lane, ReadOnlySpan<long> counts)
    {
        if (!_durations.Enabled || stage is Stage.Client or Stage.Handled)
        {
            return;
        }

        var leftOver = _leftOver[((int)stage * LaneNames.All.Count) + (int)lane] ??= HalfOfOne();
        var stageTag = KeyValuePair.Create<string, object?>("stage", stage.Name());
        var laneTag = KeyValuePair.Create<string, object?>("lane", lane.Name());
        for (var i = 0; i < counts.Length; i++)
        {
            if (counts[i] == 0)
            {
                continue;
            }

            ref var left = ref leftOver[BucketOf[i]];
            var (told, rest) = Math.DivRem(left + counts[i], OneOf);
            left = (int)rest;
            for (; told > 0; told--)
            {
                _durations.Record(SecondsAt(i), stageTag, laneTag);
            }
        }
    }

    // Rounded, not cut off.
    private static int[] HalfOfOne()
    {
        var leftOver = new int[Bounds.Length + 1];
        Array.Fill(leftOver, OneOf / 2);
        return leftOver;
    }

    private static double SecondsAt(int i) => LatencyHistogram.MicrosecondsAt(i) / 1e6;
}
