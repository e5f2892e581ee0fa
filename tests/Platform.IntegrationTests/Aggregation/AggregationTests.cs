using Platform.IntegrationTests.Stack;
using Platform.Load.Faults;

namespace Platform.IntegrationTests.Aggregation;

/// <summary>A message that holds several events makes a batch that is known beforehand.</summary>
public sealed class AggregationTests(Servers servers)
{
    private static readonly Dictionary<string, string> Rules = new()
    {
        ["Publisher__Aggregation__Rules__0__EventTypes__0"] = "insight",
        ["Publisher__Aggregation__Rules__0__MaxEvents"] = "7",
        ["Publisher__Aggregation__Rules__1__EventTypes__0"] = "state",
        ["Publisher__Aggregation__Rules__1__Mode"] = "latest",
        ["Publisher__Aggregation__Rules__2__EventTypes__0"] = "slow",
        ["Publisher__Aggregation__Rules__2__Key"] = "channel",
        ["Publisher__Aggregation__Rules__2__WindowMs"] = "500",
    };

    [Fact]
    public async Task Similar_events_of_a_batch_reach_the_client_as_one_and_others_as_they_are()
    {
        await using var stack = await StartAsync(Rules);
        var client = await stack.ConnectAsync("similar");
        var producer = await stack.ProduceAsync();

        await producer.PublishAsync("normal", """
            [{"id":"i-1","event_type":"insight","user_id":"similar","timestamp":"2026-01-05T10:00:00Z","data":{"n":1.0}},
             {"id":"o-1","event_type":"other","user_id":"similar","data":0},
             {"id":"s-1","event_type":"state","user_id":"similar","data":"old"},
             {"id":"i-2","event_type":"insight","user_id":"similar","timestamp":"2026-01-05T10:00:02.5Z","data":[ 2 ]},
             {"id":"s-2","event_type":"state","user_id":"similar","data":"new"}]
            """);
        await client.WaitForAsync(3);
        // Known by now: what is left of the aggregate are the two others.
        await producer.PublishAsync("normal", """
            [{"id":"i-2","event_type":"insight","user_id":"similar","data":2},
             {"id":"i-3","event_type":"insight","user_id":"similar","data":3},
             {"id":"i-4","event_type":"insight","user_id":"similar","data":4},
             {"id":"o-2","event_type":"other","user_id":"similar","data":0}]
            """);

        var received = await client.WaitForAsync(5);
        Assert.Equal(["o-1", "i-1 i-2", "s-1 s-2", "i-3 i-4", "o-2"], received.Select(each => string.Join(' ', each.Ids)));
        Assert.Equal([1L, 2, 3, 4, 5], received.Select(each => each.Offset));
        Assert.Equal(
            """{"aggregated_insights":[{"n":1.0},[ 2 ]],"insight_count":2,"time_window":"2026-01-05T10:00:00Z to 2026-01-05T10:00:02.5Z"}""",
            received[1].Data.GetRawText());
        Assert.Equal(("s-2", "\"new\""), (received[2].Id, received[2].Data.GetRawText()));
        await stack.Publishers[0].WaitForMetricAsync(1, "platform_publisher_events_superseded_total");
        await stack.Publishers[0].WaitForMetricAsync(2 + 3, "platform_publisher_events_aggregated_total");
    }

    [Fact]
    public async Task Insights_and_recommendations_are_collected_without_any_configuration_but_critical_ones_never()
    {
        await using var stack = await StartAsync([]);
        var client = await stack.ConnectAsync("default");
        var producer = await stack.ProduceAsync();

        foreach (var lane in (string[])["high", "critical"])
        {
            await producer.PublishAsync(lane, from type in (string[])["proactive_insight", "strategy_recommendation", "tick"]
                                              from n in (int[])[1, 2]
                                              select new { id = $"{lane}-{type}-{n}", event_type = type, user_id = "default", data = n });
        }

        var received = await client.WaitForAsync(10);
        Assert.Equal([2, 2, 1, 1], received.Where(each => each.Lane == "high").Select(each => each.Ids.Count));
        Assert.Equal([1, 1, 1, 1, 1, 1], received.Where(each => each.Lane == "critical").Select(each => each.Ids.Count));
    }

    [Fact]
    public async Task Window_holds_events_while_others_pass_and_the_lane_flows_on_behind_its_single_acks()
    {
        await using var stack = await StartAsync(Rules);
        var client = await stack.ConnectAsync("window");
        var producer = await stack.ProduceAsync();

        for (var round = 0; round < 3; round++)
        {
            await producer.PourAsync("normal", 60, n => new
            {
                id = $"{round}-{n}",
                event_type = n % 3 == 0 ? "slow" : "other",
                user_id = "window",
                data = n,
            });
            await client.WaitUntilAsync(() => client.Received, received => received.Sum(each => each.Ids.Count) == 60 * (round + 1));
        }

        Assert.Equal(180, client.Received.SelectMany(each => each.Ids).Distinct().Count());
        Assert.Equal(120, client.Received.Count(each => each.Ids.Count == 1));
        var aggregates = client.Received.Where(each => each.Ids.Count > 1).ToList();
        Assert.Equal(60, aggregates.Sum(each => each.Ids.Count));
        // Each waited for its window, so the others of its round came before the last of them.
        Assert.True(aggregates.Count < 30, $"{aggregates.Count} aggregates.");
        Assert.Equal(client.Received[^1], aggregates[^1]);
    }

    [Fact]
    public async Task What_is_held_when_the_publisher_is_killed_comes_again()
    {
        await using var stack = await StartAsync(new(Rules) { ["Publisher__Aggregation__Rules__2__WindowMs"] = "1000" });
        var client = await stack.ConnectAsync("held");
        var producer = await stack.ProduceAsync();

        await producer.PublishAsync("normal", new { id = "first", event_type = "other", user_id = "held", data = 0 });
        await client.WaitForAsync(1);
        await producer.PourAsync("normal", 20, n => new { id = $"held-{n}", event_type = n % 2 == 0 ? "slow" : "other", user_id = "held", data = n });
        await client.WaitForAsync(5);
        await stack.Publishers[0].KillAsync();
        stack.Publishers[0].Start();

        var received = await client.WaitUntilAsync(() => client.Received, received => received.Sum(each => each.Ids.Count) >= 21);
        Assert.Equal(21, received.SelectMany(each => each.Ids).Distinct().Count());
        Assert.Equal(21, received.Sum(each => each.Ids.Count));
    }

    [Fact]
    public async Task Publisher_that_is_killed_between_append_and_ack_doubles_and_loses_nothing_of_an_aggregate()
    {
        const int Messages = 40;
        const int Size = 10;
        await using var rabbit = new FaultProxy(servers.RabbitMq.Host, servers.RabbitMq.Port);
        await using var redis = new FaultProxy(servers.Redis.Host, servers.Redis.Port);
        await using var stack = await StartAsync(Rules, rabbit, redis);
        var client = await stack.ConnectAsync("killed");
        var producer = await stack.ProduceAsync();

        await producer.PublishAsync("normal", new { id = "first", event_type = "insight", user_id = "killed", data = 0 });
        await client.WaitForAsync(1);

        // Messages reach the publisher while Redis is stalled; then they are appended while no ack gets through to RabbitMQ.
        redis.Stall();
        await producer.PourAsync("normal", Messages, n => Enumerable.Range(n * Size, Size).Select(id => new
        {
            id = id % 5 == 4 ? null : $"killed-{id}",
            event_type = id % 2 == 0 ? "insight" : "state",
            user_id = "killed",
            data = id,
        }));
        await Task.Delay(300, TestContext.Current.CancellationToken);
        rabbit.Stall();
        redis.Restore();
        await client.WaitUntilAsync(() => client.Received, received => received.Sum(each => each.Ids.Count) == 1 + (Messages * Size));
        await stack.Publishers[0].KillAsync();
        rabbit.Restore();
        stack.Publishers[0].Start();
        await producer.PublishAsync("normal", new { id = "last", event_type = "insight", user_id = "killed", data = 0 });

        var received = await client.WaitUntilAsync(() => client.Received, received => received.Any(each => each.Ids.Contains("last")));
        Assert.Equal(2 + (Messages * Size), received.SelectMany(each => each.Ids).Distinct().Count());
        Assert.Equal(2 + (Messages * Size), received.Sum(each => each.Ids.Count));
        Assert.Contains(received, each => each.Ids.Count == 7);
    }

    private Task<PlatformStack> StartAsync(Dictionary<string, string> settings, FaultProxy? rabbit = null, FaultProxy? redis = null) =>
        PlatformStack.StartAsync(servers, new StackShape
        {
            Edges = 1,
            Doors = false,
            Settings = settings,
            RabbitMqProxy = rabbit,
            RedisProxy = redis,
        });
}
