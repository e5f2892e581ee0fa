using Platform.IntegrationTests.RabbitMq;
using Platform.IntegrationTests.Stack;

namespace Platform.IntegrationTests.Outages;

public sealed class CriticalLaneTests(Servers servers)
{
    [Fact]
    public async Task Critical_events_flow_while_the_connection_of_the_other_lanes_hears_nothing_from_Redis()
    {
        const int Count = 50;
        // By the name that it gives itself, as often as it comes.
        await using var redis = new Tripwire(servers.Redis, "publisher_1-events", () => { });
        await using var stack = await PlatformStack.PrepareAsync(servers, new StackShape
        {
            Edges = 1,
            Doors = false,
            PublisherSettings = new Dictionary<string, string> { ["Redis__Url"] = redis.Url.ToString() },
        });
        stack.Edges[0].Start();
        stack.Publishers[0].Start();
        await stack.Edges[0].WaitUntilReadyAsync(TestContext.Current.CancellationToken);
        await stack.Publishers[0].WaitForLogAsync("rabbitmq (normal) is there");
        var client = await stack.ConnectAsync("alone");
        var producer = await stack.ProduceAsync();

        foreach (var lane in (string[])["normal", "high"])
        {
            await producer.PublishAsync(lane, new { id = lane, event_type = "t", user_id = "alone", data = -1 });
        }

        await producer.PourAsync("critical", Count, n => new { id = $"critical-{n}", event_type = "t", user_id = "alone", data = n });

        Assert.Equal(Enumerable.Range(0, Count), (await client.WaitForAsync(Count)).Select(each => each.Data.GetInt32()));
        await stack.Publishers[0].WaitForLogAsync("Waiting for redis (events)");
    }
}
