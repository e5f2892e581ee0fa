using System.Text.Json.Serialization;
using Microsoft.Extensions.Options;
using Platform.Contracts.Lanes;
using Platform.Metrics.Window;

namespace Platform.Metrics.Latency;

/// <summary>Makes a window's content the answer of <c>latency-series</c>: sixty slots, each with percentiles of its own.</summary>
internal sealed class SeriesReport(SlidingWindow window, Timeline timeline, IOptionsMonitor<MetricsOptions> options)
{
    public LatencySeries Read(LatencyQuery query)
    {
        var lanes = LaneNames.All.Where(query.Includes).ToDictionary(lane => lane, _ => new List<SeriesPoint>());
        var slots = window.ReadSlots(query.Window);
        var whole = new WholeWay(slots.SelectMany(slot => slot.Measured).Where(one => query.Includes(one.Series.Lane)), options.CurrentValue.MinReportedShare);
        var stage = whole.Find(query.Stage);
        foreach (var (second, measured) in slots)
        {
            foreach (var lane in measured.Where(one => one.Series.Stage == stage && query.Includes(one.Series.Lane)).GroupBy(one => one.Series.Lane))
            {
                lanes[lane.Key].Add(SeriesPoint.Of(second, new Distribution(lane.Select(one => one.Values))));
            }
        }

        return new LatencySeries(
            query.Window.Name,
            query.Window.SlotSeconds,
            query.Stage,
            MeasuredBy.Of(stage),
            timeline.Second * 1_000,
            lanes.ToDictionary(lane => lane.Key.Name(), lane => (IReadOnlyList<SeriesPoint>)lane.Value));
    }
}

/// <summary>The answer of <c>latency-series</c>.</summary>
internal sealed record LatencySeries(
    [property: JsonPropertyName("window")] string Window,
    [property: JsonPropertyName("slot_seconds")] int SlotSeconds,
    [property: JsonPropertyName("stage")] string Stage,
    [property: JsonPropertyName("measured_by")] string MeasuredBy,
    [property: JsonPropertyName("as_of_ms")] long AsOfMs,
    [property: JsonPropertyName("lanes")] IReadOnlyDictionary<string, IReadOnlyList<SeriesPoint>> Lanes);

/// <summary>One slot of a lane; slots without an event are absent.</summary>
internal sealed record SeriesPoint(
    [property: JsonPropertyName("at_ms")] long AtMs,
    [property: JsonPropertyName("count")] long Count,
    [property: JsonPropertyName("p50")] double P50,
    [property: JsonPropertyName("p95")] double P95,
    [property: JsonPropertyName("p99")] double P99)
{
    public static SeriesPoint Of(long second, Distribution times) =>
        new(second * 1_000, times.Count, times.Percentile(50), times.Percentile(95), times.Percentile(99));
}
