using System.Diagnostics;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using OpenTelemetry.Metrics;
using Platform.Contracts.Lanes;
using Platform.Contracts.Latency;
using Platform.ServiceDefaults.Hosting;
using Platform.ServiceDefaults.Latency;

namespace Platform.Load.Profiling;

/// <summary>What measuring itself costs a service: recording each event, and once a second the digest of it, as it tells Prometheus too.</summary>
internal sealed class DigestCost(double rate, int deliveries, int types)
{
    private const int Records = 10_000_000;
    private const int Rounds = 50;

    private static readonly TimeSpan Settle = TimeSpan.FromSeconds(1);

    // Times that a lane has: around two milliseconds, with a tail.
    private static readonly double[] Times = [.. Enumerable.Range(0, 4_096).Select(i => 1.5 + (i % 64 * 0.03) + (i % 256 == 0 ? 20 : 0))];

    private readonly string[] _types = [.. Enumerable.Range(0, types).Select(i => $"type_{i}")];

    /// <summary>The cost of each service that sends digests, by the stages that it records of an event.</summary>
    public IReadOnlyList<DigestShare> Measure()
    {
        using var app = Build();
        // Without it nobody listens to what Prometheus is told.
        _ = app.Services.GetRequiredService<MeterProvider>();
        // The first time the JIT is measured too, which a service pays once.
        MeasureAll(app);
        Thread.Sleep(Settle);
        return MeasureAll(app);
    }

    private DigestShare[] MeasureAll(WebApplication app) =>
    [
        Measure(app, "ingest", (Stage.Ingest, 1)),
        Measure(app, "publisher", (Stage.Lane, 1), (Stage.Batch, 1)),
        Measure(app, "edge node", (Stage.Backplane, 1), (Stage.Outbox, deliveries), (Stage.Total, deliveries)),
    ];

    private static WebApplication Build()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.AddServiceDefaults("load");
        builder.AddLatencyDigests();
        return builder.Build();
    }

    private DigestShare Measure(WebApplication app, string service, params (Stage Stage, int Count)[] stages)
    {
        var recorder = app.Services.GetRequiredService<LatencyRecorder>();
        RecordAll(recorder, stages, Records / 10);
        var began = Stopwatch.GetTimestamp();
        RecordAll(recorder, stages, Records);
        var record = Stopwatch.GetElapsedTime(began).TotalNanoseconds / Records;

        var digests = new List<double>();
        for (var round = 0; round < Rounds; round++)
        {
            recorder.Take();
            RecordAll(recorder, stages, (int)rate);
            began = Stopwatch.GetTimestamp();
            recorder.Take();
            digests.Add(Stopwatch.GetElapsedTime(began).TotalMicroseconds);
        }

        digests.Sort();
        recorder.Take();
        return new DigestShare(service, record, digests[Rounds / 2], rate);
    }

    private void RecordAll(LatencyRecorder recorder, (Stage Stage, int Count)[] stages, int events)
    {
        for (var i = 0; i < events; i++)
        {
            foreach (var (stage, count) in stages)
            {
                recorder.Record(stage, Lane.Normal, _types[i % _types.Length], Times[i % Times.Length], count);
            }
        }
    }
}

/// <summary>What it costs a service.</summary>
/// <param name="Service">Which one.</param>
/// <param name="RecordNanoseconds">On the event's way: all its stages of one event.</param>
/// <param name="DigestMicroseconds">Off it: the digest of a second.</param>
/// <param name="Rate">Events a second.</param>
internal sealed record DigestShare(string Service, double RecordNanoseconds, double DigestMicroseconds, double Rate)
{
    /// <summary>CPU microseconds an event, to be held against those of the whole service.</summary>
    public double MicrosecondsPerEvent => (RecordNanoseconds / 1_000) + (DigestMicroseconds / Rate);
}
