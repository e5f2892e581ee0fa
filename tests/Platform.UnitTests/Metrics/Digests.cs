using Platform.Contracts.Lanes;
using Platform.Contracts.Latency;
using Platform.Metrics.Window;
using Platform.ServiceDefaults.Latency;

namespace Platform.UnitTests.Metrics;

/// <summary>Digests as a service makes them.</summary>
internal static class Digests
{
    public static IReadOnlyList<StageHistogram> Of(Stage stage, Lane lane, string eventType, params IEnumerable<double> milliseconds)
    {
        var recorder = new LatencyRecorder();
        foreach (var time in milliseconds)
        {
            recorder.Record(stage, lane, eventType, time);
        }

        return recorder.Take();
    }

    public static void Add(this SlidingWindow window, long second, IReadOnlyList<StageHistogram> histograms) => window.Add(
        second,
        histograms.Select(one => (new Series(one.Stage, one.Lane, one.EventType), ValueCounts.Decode(one.Histogram))));

    public static LatencyDigest FromEdge(string instance, EdgeLoad load, double seconds = 1) => From("edge", instance, load, seconds);

    public static LatencyDigest FromPublisher(string instance, double seconds = 1) => From("publisher", instance, null, seconds);

    private static LatencyDigest From(string service, string instance, EdgeLoad? load, double seconds) => new()
    {
        Service = service,
        Instance = instance,
        TakenAt = DateTime.UnixEpoch,
        Seconds = seconds,
        Histograms = [],
        Edge = load,
    };
}
