using Platform.Contracts.Lanes;
using Platform.Contracts.Latency;
using Platform.ServiceDefaults.Latency;

namespace Platform.UnitTests.Load;

/// <summary>Latency digests as services send them.</summary>
internal static class Digests
{
    public static LatencyDigest Of(string instance, Stage stage, Lane lane, double milliseconds, int count)
    {
        var recorder = new LatencyRecorder();
        recorder.Record(stage, lane, "load", milliseconds, count);
        return new LatencyDigest { Service = "publisher", Instance = instance, TakenAt = default, Seconds = 1, Histograms = recorder.Take() };
    }
}
