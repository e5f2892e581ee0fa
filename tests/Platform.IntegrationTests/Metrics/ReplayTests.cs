using System.Globalization;
using System.Text.Json;
using Platform.Contracts.Lanes;
using Platform.Contracts.Latency;
using Platform.IntegrationTests.Stack;
using Platform.ServiceDefaults.Latency;
using StackExchange.Redis;

namespace Platform.IntegrationTests.Metrics;

public sealed class ReplayTests(Servers servers)
{
    // The metrics service was down when minutes ended: it replayed them and never saved them, so that the next restart had a hole in the hour.
    // And one entry that it could not read stopped it, again and again.
    [Fact]
    public async Task Minutes_that_ended_while_nobody_was_there_are_saved_and_saved_ones_stay_and_no_bad_entry_stops_it()
    {
        await using var stack = await PlatformStack.PrepareAsync(servers);
        var minute = (DateTimeOffset.UtcNow.ToUnixTimeSeconds() / 60) - 3;
        await stack.Redis.HashSetAsync(stack.Names.MetricsMinutes, minute + 1, "what another replica saved");
        await WriteAsync(stack, minute, 1, "{ \"not\": \"a digest\" }");
        await WriteAsync(stack, minute, 2, Digest(events: 7));
        await WriteAsync(stack, minute, 3, Digest(events: 5).Replace("\"Stage\":", "\"Stage\":9", StringComparison.Ordinal));
        await WriteAsync(stack, minute + 1, 1, Digest(events: 2));

        stack.Metrics.Start();
        await stack.Metrics.WaitUntilReadyAsync(TestContext.Current.CancellationToken);

        using var api = new StatsApi(stack.Metrics);
        await api.WaitForCountAsync(9, "batch", "replayed");
        for (var deadline = DateTime.UtcNow.AddSeconds(30); !await stack.Redis.HashExistsAsync(stack.Names.MetricsMinutes, minute); await Task.Delay(100, TestContext.Current.CancellationToken))
        {
            Assert.True(DateTime.UtcNow < deadline, "The replayed minute was never saved.");
        }

        Assert.Equal("what another replica saved", await stack.Redis.HashGetAsync(stack.Names.MetricsMinutes, minute + 1));
        await stack.Metrics.WaitForMetricAsync(2, "platform_metrics_unreadable_total");
    }

    private static Task WriteAsync(PlatformStack stack, long minute, int place, string digest) => stack.Redis.StreamAddAsync(
        stack.Names.MetricsDigests,
        [new NameValueEntry("d", digest), new NameValueEntry("m", Guid.NewGuid().ToByteArray())],
        messageId: $"{((minute * 60_000) + place).ToString(CultureInfo.InvariantCulture)}-0");

    private static string Digest(int events)
    {
        var recorder = new LatencyRecorder();
        recorder.Record(Stage.Batch, Lane.Normal, "replayed", 3, events);
        return JsonSerializer.Serialize(new LatencyDigest
        {
            Service = "publisher",
            Instance = "publisher-1",
            TakenAt = DateTime.UnixEpoch,
            Seconds = 1,
            Histograms = recorder.Take(),
        });
    }
}
