using System.Text.Json;
using Platform.Contracts.Hub;
using Platform.IntegrationTests.Doors;
using Platform.IntegrationTests.Stack;

namespace Platform.IntegrationTests.Metrics;

public sealed class StatsTests(Servers servers)
{
    private const int Requests = 40;
    private const int EventsOfARequest = 25;
    private const int Events = Requests * EventsOfARequest;

    [Fact]
    public async Task Counts_equal_what_was_published_survive_a_restart_and_are_the_same_in_every_replica()
    {
        await using var stack = await PlatformStack.StartAsync(servers);
        var client = await stack.ConnectAsync("counted");
        using var door = new HttpDoor(stack.Gateway);
        for (var request = 0; request < Requests; request++)
        {
            var events = Enumerable.Range(0, EventsOfARequest).Select(n => new { event_type = "counted", user_id = "counted", data = n });
            Assert.Equal(System.Net.HttpStatusCode.Accepted, (await door.PublishAsync(events)).Status);
        }

        Assert.Equal(Events, (await client.WaitForAsync(Events)).Count);
        using var first = new StatsApi(stack.Metrics);
        // A busy machine lets a client fall behind, which then reads on from history: that is delivered too, but has no live latency.
        var live = await LiveMessagesAsync(stack);
        await AssertCountsAsync(first, live);
        await stack.Ingest.WaitForMetricAsync(Events, "platform_ingest_events_total");
        Assert.Equal(Events, await stack.Publishers[0].MetricAsync("platform_publisher_events_appended_total", "lane=\"normal\""));

        await stack.Metrics.KillAsync();
        stack.Metrics.Start();
        await stack.Metrics.WaitUntilReadyAsync(TestContext.Current.CancellationToken);
        await AssertCountsAsync(first, live);

        await using var replica = new ServiceProcess("metrics", "Platform.Metrics", "metrics_2", stack.Logs, new Dictionary<string, string>
        {
            ["RabbitMq__Url"] = stack.RabbitMq.ToString(),
            ["Redis__Url"] = servers.Redis.ToString(),
            ["Redis__KeyPrefix"] = stack.Names.Prefix,
        });
        replica.Start();
        await replica.WaitUntilReadyAsync(TestContext.Current.CancellationToken);
        using var second = new StatsApi(replica);
        await AssertCountsAsync(second, live);
        foreach (var window in new[] { "1m", "5m", "1h" })
        {
            await AssertSameAnswerAsync(first, second, $"window={window}&stage=batch");
        }
    }

    [Fact]
    public async Task What_clients_report_becomes_the_whole_way()
    {
        await using var stack = await PlatformStack.StartAsync(servers, new StackShape { Edges = 1 });
        var client = await stack.ConnectAsync("reporter");
        var producer = await stack.ProduceAsync();
        await producer.PourAsync("high", 20, n => new { event_type = "reported", user_id = "reporter", data = n });
        await client.WaitForAsync(20);

        var histogram = new ReportedHistogram(ReportedStages.Total, "high", "reported", [[7.7, 15], [-0.1, 5]]);
        var answer = await client.ReportAsync(new LatencyReport(0.25, [histogram, histogram with { Stage = ReportedStages.Client, EventType = "never_seen" }]));
        Assert.Equal(new ReportAnswer(true, 10_000), answer);
        var tooSoon = await Assert.ThrowsAsync<Microsoft.AspNetCore.SignalR.HubException>(() => client.ReportAsync(new LatencyReport(0, [])));
        Assert.Contains(CallErrors.TooManyReports, tooSoon.Message, StringComparison.Ordinal);

        // What is said of reports is of the last ten seconds, so each is looked for as soon as it was made.
        using var api = new StatsApi(stack.Metrics);
        var latency = await api.WaitForReportsAsync("window=1h&lane=high", reports => reports.GetProperty("max_clock_error_ms").GetDouble() is > 0.249 and < 0.251);
        Assert.Equal(7.7, latency.GetProperty("current_stats").GetProperty("p95_latency_ms").GetDouble(), tolerance: 0.1);
        var other = await stack.ConnectAsync("reporter-2");
        Assert.False((await other.ReportAsync(new LatencyReport(80, [histogram]))).Taken);
        await api.WaitForReportsAsync("window=1h&lane=high", reports => reports.GetProperty("left_out").GetInt32() == 1);

        // What a stranger calls a type takes no place among them. What one report says of two types may come in the digests of two seconds.
        await api.WaitForCountAsync(20, "client", "other");
        await api.WaitForCountAsync(20, "total", "reported");
    }

    private static async Task AssertCountsAsync(StatsApi api, long live)
    {
        foreach (var stage in new[] { "ingest", "lane", "batch" })
        {
            await api.WaitForCountAsync(Events, stage, "counted");
        }

        await api.WaitForCountAsync(live, "written", "counted");
    }

    // Once all are counted, on both nodes together.
    private static async Task<long> LiveMessagesAsync(PlatformStack stack)
    {
        for (var deadline = DateTime.UtcNow.AddSeconds(30); ; await Task.Delay(200))
        {
            var (live, history) = (await MessagesAsync(stack, "live"), await MessagesAsync(stack, "history"));
            if (live + history == Events)
            {
                return live;
            }

            Assert.True(DateTime.UtcNow < deadline, $"The nodes count {live} live messages and {history} from history, not {Events} in all.");
        }
    }

    private static async Task<long> MessagesAsync(PlatformStack stack, string source) =>
        (long)(await Task.WhenAll(stack.Edges.Select(edge => edge.MetricAsync("platform_edge_messages_total", $"source=\"{source}\"")))).Sum();

    // Two replicas turn to the next second a little apart.
    private static async Task AssertSameAnswerAsync(StatsApi first, StatsApi second, string query)
    {
        for (var deadline = DateTime.UtcNow.AddSeconds(30); ; await Task.Delay(100))
        {
            var (one, other) = (await first.LatencyAsync(query), await second.LatencyAsync(query));
            if (one.TryGetProperty("as_of", out var at) && other.TryGetProperty("as_of", out var otherAt) && at.GetString() == otherAt.GetString())
            {
                Assert.Equal(Text(one), Text(other));
                return;
            }

            Assert.True(DateTime.UtcNow < deadline, "The replicas never came to the same second.");
        }

        static string Text(JsonElement answer) => answer.GetRawText();
    }
}
