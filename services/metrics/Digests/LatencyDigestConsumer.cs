using MassTransit;
using Platform.Contracts.Latency;
using Platform.Metrics.Throughput;
using Platform.Metrics.Window;

namespace Platform.Metrics.Digests;

/// <summary>Takes the services' digests, by the time of their arrival: no two machines' clocks agree.</summary>
internal sealed class LatencyDigestConsumer(SlidingWindow window, LiveInstances instances) : IConsumer<LatencyDigest>
{
    public Task Consume(ConsumeContext<LatencyDigest> context)
    {
        var digest = context.Message;
        var measured = digest.Histograms
            .Select(histogram => (
                Series: new Series(histogram.Stage, histogram.Lane, histogram.EventType),
                Values: ValueCounts.Decode(histogram.Histogram)))
            .ToList();
        window.Add(measured);
        instances.Add(digest, accepted: CountOf(Stage.Ingest), appended: CountOf(Stage.Batch));
        return Task.CompletedTask;

        long CountOf(Stage stage) => measured.Where(one => one.Series.Stage == stage).Sum(one => one.Values.Total);
    }
}
