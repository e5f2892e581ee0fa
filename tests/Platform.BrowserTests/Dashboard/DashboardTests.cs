using System.Collections.Concurrent;
using System.Text.RegularExpressions;
using Platform.BrowserTests.Browser;
using Platform.Contracts.Lanes;
using Platform.Contracts.Names;
using RabbitMQ.Client;

namespace Platform.BrowserTests.Dashboard;

[Collection(SiteCollection.Name)]
public sealed partial class DashboardTests(Site site)
{
    // Some more than there are: who adds to them should have a reason.
    private const int MostFiles = 36;
    private const long MostBytes = 200_000;

    [BrowserFact]
    public async Task Charts_and_table_move_when_load_flows()
    {
        await using var visitor = await site.VisitAsync("/dashboard");
        await visitor.IsLiveAsync();
        var before = await visitor.PictureAsync("#latency-critical canvas");
        await site.Stack.ConnectAsync("browser-load");
        var producer = await site.Stack.ProduceAsync();

        await producer.PourAsync("critical", 600, n => new { event_type = "load", user_id = "browser-load", data = n }, perSecond: 60);

        await Expect(Figure(visitor, "latency-critical", "p95")).ToHaveTextAsync(Milliseconds());
        await Expect(visitor["#delivered"]).ToHaveTextAsync(SomeNumber());
        await Expect(visitor["#stages [data-stage=total] td.events"]).Not.ToHaveTextAsync("0");
        Assert.NotEqual(before, await visitor.PictureAsync("#latency-critical canvas"));
        await Expect(Figure(visitor, "nodes", "edge_1")).ToHaveTextAsync(SomeNumber());
        await Expect(Figure(visitor, "nodes", "edge_2")).ToHaveTextAsync(SomeNumber());
        Assert.Empty(visitor.Complaints);
    }

    [BrowserFact]
    public async Task Who_comes_later_sees_what_was_before()
    {
        await using (var early = await site.VisitAsync("/dashboard"))
        {
            await early.IsLiveAsync();
            await Expect(early["#stored"]).ToHaveTextAsync(SomeNumber());
        }

        // So many that the stream does not bring the snapshots before them.
        var producer = await site.Stack.ProduceAsync();
        await producer.PourAsync("high", 100, n => new { event_type = "filler", topic = OpsTopics.Metrics, data = n }, perSecond: 25);
        var history = new TaskCompletionSource<int>();
        await using var late = await site.VisitAsync("/dashboard", before: page =>
        {
            page.Response += (_, response) => _ = CountAsync(response);
            return Task.CompletedTask;
        });

        await late.IsLiveAsync();
        Assert.True(await history.Task.WaitAsync(TimeSpan.FromSeconds(45), TestContext.Current.CancellationToken) > 1);
        Assert.Empty(late.Complaints);

        async Task CountAsync(Microsoft.Playwright.IResponse response)
        {
            if (response.Url.Contains("/history?", StringComparison.Ordinal))
            {
                history.TrySetResult(SnapshotIds().Count(await response.TextAsync()));
            }
        }
    }

    [BrowserFact]
    public async Task Switches_change_window_and_lane_also_by_keyboard()
    {
        await using var visitor = await site.VisitAsync("/dashboard");
        await visitor.IsLiveAsync();
        await Expect(visitor["#latency-critical"]).ToBeVisibleAsync();

        await visitor["input[name=lane][value='']"].FocusAsync();
        await visitor.Page.Keyboard.PressAsync("ArrowRight");
        await Expect(visitor["#latency-critical"]).ToBeVisibleAsync();
        await Expect(visitor["#latency-high"]).ToBeHiddenAsync();
        await Expect(visitor["#latency-normal"]).ToBeHiddenAsync();

        await visitor["label:has(input[name=lane][value=''])"].ClickAsync();
        await visitor["label:has(input[name=window][value='1h'])"].ClickAsync();
        await Expect(visitor["#latency-high"]).ToBeVisibleAsync();
        await Expect(visitor["#stages [data-stage=total] td.events"]).ToHaveTextAsync(SomeNumber());
        Assert.EndsWith("#window=1h", visitor.Page.Url, StringComparison.Ordinal);
        Assert.Contains(visitor.Requests, request => request.PathAndQuery.Contains("latency-series?window=1h", StringComparison.Ordinal));
        Assert.Empty(visitor.Complaints);
    }

    // What the page costs to load is what it asks for: a clock would measure the machine.
    [BrowserFact]
    public async Task The_page_loads_few_small_files_each_once_and_nothing_from_elsewhere()
    {
        var loaded = new ConcurrentDictionary<string, Task<long>>();
        var twice = new ConcurrentQueue<string>();
        await using var visitor = await site.VisitAsync("/dashboard", before: page =>
        {
            page.RequestFinished += (_, request) =>
            {
                if (request.ResourceType is "document" or "script" or "stylesheet" or "image" && !loaded.TryAdd(request.Url, BytesAsync(request)))
                {
                    twice.Enqueue(request.Url);
                }
            };
            return Task.CompletedTask;
        });
        await visitor.IsLiveAsync();

        Assert.Empty(twice);
        Assert.All(loaded.Keys, url => Assert.StartsWith(site.Stack.Gateway.Url.ToString(), url, StringComparison.Ordinal));
        Assert.InRange(loaded.Count, 5, MostFiles);
        var bytes = (await Task.WhenAll(loaded.Values)).Sum();
        Assert.InRange(bytes, 10_000, MostBytes);
        var shownAfter = await visitor.Page.EvaluateAsync<double>("performance.getEntriesByName('first-contentful-paint')[0].startTime");
        var loadedAfter = await visitor.Page.EvaluateAsync<double>("performance.getEntriesByType('navigation')[0].loadEventEnd");
        TestContext.Current.TestOutputHelper?.WriteLine($"{loaded.Count} files, {bytes} bytes; something to see after {shownAfter:0} ms, loaded after {loadedAfter:0} ms");

        static async Task<long> BytesAsync(Microsoft.Playwright.IRequest request)
        {
            var sizes = await request.SizesAsync();
            return sizes.ResponseHeadersSize + sizes.ResponseBodySize;
        }
    }

    [BrowserFact]
    public async Task An_alert_fires_and_clears_on_the_page_and_on_its_topic()
    {
        await using var visitor = await site.VisitAsync("/dashboard");
        await visitor.IsLiveAsync();
        var client = await site.Stack.ConnectAsync("browser-alerts", [$"topic:{OpsTopics.Alerts}"]);
        await client.SubscribeAsync($"topic:{OpsTopics.Alerts}");

        await using var connection = await new ConnectionFactory { Uri = site.Stack.RabbitMq }.CreateConnectionAsync(TestContext.Current.CancellationToken);
        var channel = await connection.CreateChannelAsync(cancellationToken: TestContext.Current.CancellationToken);
        await channel.BasicPublishAsync(Topology.Events, "normal", "no event"u8.ToArray(), TestContext.Current.CancellationToken);

        await Expect(visitor["#alerts [data-alert=dead-letters] .chip"]).ToHaveTextAsync("firing");
        await channel.QueuePurgeAsync(Topology.Dead, TestContext.Current.CancellationToken);
        await Expect(visitor["#alerts [data-alert=dead-letters]"]).ToHaveCountAsync(0);
        await client.WaitUntilAsync(
            () => client.Received.Where(alert => alert.Data.GetProperty("name").GetString() == "dead-letters").Select(alert => alert.Data.GetProperty("state").GetString()!).ToList(),
            states => states.SequenceEqual(["firing", "resolved"]));
        Assert.Empty(visitor.Complaints);
    }

    [BrowserFact]
    public async Task The_API_page_describes_each_path_and_tries_it_out()
    {
        await using var visitor = await site.VisitAsync("/dashboard/api");
        await Expect(visitor[".operation"]).ToHaveCountAsync(4);
        await visitor["#latency-metrics-window"].SelectOptionAsync("1h");
        await visitor[".operation:has(#latency-metrics) button"].ClickAsync();
        await Expect(visitor[".operation:has(#latency-metrics) .output"]).ToContainTextAsync("200");
        Assert.Empty(visitor.Complaints);
    }

    [BrowserFact]
    public async Task What_waits_in_a_lane_shows_while_the_others_flow()
    {
        const int Waiting = 30;
        await using var visitor = await site.VisitAsync("/dashboard");
        await visitor.IsLiveAsync();
        var publisher = site.Stack.Publishers[0];

        // A lane has one reader at a time: the one that comes while the publisher is away, and acknowledges nothing.
        await publisher.KillAsync();
        await using (var connection = await new ConnectionFactory { Uri = site.Stack.RabbitMq }
            .CreateConnectionAsync(TestContext.Current.CancellationToken))
        {
            var channel = await connection.CreateChannelAsync(cancellationToken: TestContext.Current.CancellationToken);
            await channel.BasicQosAsync(0, 1, false, TestContext.Current.CancellationToken);
            await channel.BasicConsumeAsync(
                Topology.Queue(Lane.Normal), autoAck: false, new RabbitMQ.Client.Events.AsyncEventingBasicConsumer(channel), TestContext.Current.CancellationToken);
            publisher.Start();
            var producer = await site.Stack.ProduceAsync();
            await producer.PourAsync("normal", Waiting + 1, n => new { event_type = "waits", user_id = "browser-waits", data = n });

            await Expect(Figure(visitor, "depth", "normal")).ToHaveTextAsync($"{Waiting}");
            await Expect(visitor["#waiting"]).ToHaveTextAsync($"{Waiting}");
            await Expect(Figure(visitor, "depth", "critical")).ToHaveTextAsync("0");
        }

        await Expect(Figure(visitor, "depth", "normal")).ToHaveTextAsync("0");
        await publisher.WaitUntilReadyAsync(TestContext.Current.CancellationToken);
    }

    private static Microsoft.Playwright.ILocator Figure(Visitor visitor, string panel, string name) =>
        visitor[$"#{panel} .figures div:has(dt:text-is('{name}')) dd"];

    [GeneratedRegex(@"^[\d.,]+ ms$")]
    private static partial Regex Milliseconds();

    [GeneratedRegex(@"^[\d.,]+$")]
    private static partial Regex SomeNumber();

    [GeneratedRegex("\"id\":\"ops\\.metrics:")]
    private static partial Regex SnapshotIds();
}
