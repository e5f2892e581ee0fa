using Platform.IntegrationTests.Road;
using Platform.IntegrationTests.Stack;
using Platform.Load.Faults;

namespace Platform.IntegrationTests.Outages;

public sealed class ServerOutageTests(Servers servers)
{
    private const int Count = 6_000;

    // One channel takes all that RabbitMQ held meanwhile, in one go: what a client then reads on from must be as long.
    private static readonly Dictionary<string, string> LongHistory = new() { ["History__MaxEvents"] = "10000" };

    [Fact]
    public async Task Events_flow_on_in_order_after_Redis_was_away_for_both_sides()
    {
        await using var redis = new FaultProxy(servers.Redis.Host, servers.Redis.Port);
        await using var stack = await PlatformStack.StartAsync(
            servers, new StackShape { Edges = 2, Doors = false, RedisProxy = redis, Settings = LongHistory });

        await FlowsOnAsync(stack, cut: redis.Cut, restore: redis.Restore);
    }

    [Fact]
    public async Task Events_flow_on_in_order_after_RabbitMQ_was_away_for_the_publisher()
    {
        await using var rabbit = new FaultProxy(servers.RabbitMq.Host, servers.RabbitMq.Port);
        await using var stack = await PlatformStack.StartAsync(
            servers, new StackShape { Edges = 2, Doors = false, RabbitMqProxy = rabbit, Settings = LongHistory });

        await FlowsOnAsync(stack, cut: rabbit.Cut, restore: rabbit.Restore);
    }

    private static async Task FlowsOnAsync(PlatformStack stack, Action cut, Action restore)
    {
        var clients = new List<EventClient>();
        foreach (var node in stack.Edges)
        {
            var client = await stack.ConnectAsync($"away-{clients.Count}", ["broadcast"], node);
            await client.SubscribeAsync("broadcast");
            clients.Add(client);
        }

        var producer = await stack.ProduceAsync();
        var pouring = producer.PourAsync("normal", Count, n => new { id = $"away-{n}", event_type = "t", data = n }, perSecond: 1_500);
        await clients[0].WaitForAsync(Count / 5);
        cut();
        await Task.Delay(TimeSpan.FromSeconds(2), TestContext.Current.CancellationToken);
        restore();
        await pouring;

        foreach (var client in clients)
        {
            var received = await client.WaitForAsync(Count);
            Assert.Equal(Enumerable.Range(0, Count), received.Select(each => each.Data.GetInt32()));
            Assert.Empty(client.Gaps);
        }
    }
}
