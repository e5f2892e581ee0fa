using Platform.IntegrationTests.Stack;
using Platform.Load.Faults;

namespace Platform.IntegrationTests.Outages;

public sealed class PublisherOutageTests(Servers servers)
{
    [Fact]
    public async Task Second_publisher_goes_on_when_the_first_is_killed_and_nothing_is_missing_doubled_or_out_of_order()
    {
        const int Count = 8_000;
        await using var stack = await PlatformStack.StartAsync(servers, new StackShape
        {
            Publishers = 2,
            Edges = 1,
            Doors = false,
            // What piles up while no publisher is active comes at once; the client may need history for all of it.
            Settings = new Dictionary<string, string> { ["History__MaxEvents"] = "10000" },
        });
        var client = await stack.ConnectAsync("killed");
        var producer = await stack.ProduceAsync();

        var pouring = producer.PourAsync("normal", Count, n => new { id = $"killed-{n}", event_type = "t", user_id = "killed", data = n }, perSecond: 2_000);
        await client.WaitForAsync(Count / 4);
        // Which of the two is the active one is RabbitMQ's choice: with both killed in turn, one of the kills hits it.
        await stack.Publishers[0].KillAsync();
        await client.WaitForAsync(Count / 2);
        stack.Publishers[0].Start();
        await stack.Publishers[0].WaitUntilReadyAsync(TestContext.Current.CancellationToken);
        await stack.Publishers[1].KillAsync();
        await pouring;

        var received = await client.WaitForAsync(Count);
        Assert.Equal(Enumerable.Range(0, Count), received.Select(each => each.Data.GetInt32()));
        Assert.Equal(Enumerable.Range(1, Count).Select(offset => (long)offset), received.Select(each => each.Offset));
    }

    [Fact]
    public async Task Appends_that_are_lost_on_their_way_let_none_of_those_behind_them_pass()
    {
        const int Count = 12_000;
        await using var redis = new FaultProxy(servers.Redis.Host, servers.Redis.Port);
        await using var stack = await PlatformStack.StartAsync(servers, new StackShape
        {
            Edges = 1,
            Doors = false,
            RedisProxy = redis,
            // A long way to Redis, and small batches: several appends are on it at any time.
            Settings = new Dictionary<string, string> { ["History__MaxEvents"] = "20000", ["Publisher__Lanes__Normal__MaxBatch"] = "20" },
        });
        var client = await stack.ConnectAsync("lost");
        var producer = await stack.ProduceAsync();
        redis.Delay(TimeSpan.FromMilliseconds(20));

        var pouring = producer.PourAsync("normal", Count, n => new { id = $"lost-{n}", event_type = "t", user_id = "lost", data = n }, perSecond: 2_000);
        for (var cut = 1; cut <= 8; cut++)
        {
            await client.WaitForAsync(cut * Count / 20);
            redis.CutOnce();
        }

        await pouring;
        var received = await client.WaitForAsync(Count);
        Assert.Equal(Enumerable.Range(0, Count), received.Select(each => each.Data.GetInt32()));
        Assert.Equal(Enumerable.Range(1, Count).Select(offset => (long)offset), received.Select(each => each.Offset));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Outage_longer_than_the_window_of_ids_doubles_nothing_that_was_appended_but_not_acked(bool withIds)
    {
        const int Count = 200;
        await using var rabbit = new FaultProxy(servers.RabbitMq.Host, servers.RabbitMq.Port);
        await using var redis = new FaultProxy(servers.Redis.Host, servers.Redis.Port);
        await using var stack = await PlatformStack.StartAsync(servers, new StackShape
        {
            Edges = 1,
            Doors = false,
            RabbitMqProxy = rabbit,
            RedisProxy = redis,
            // All of them are in the publisher's hands when RabbitMQ stalls.
            Settings = new Dictionary<string, string> { ["History__IdWindowSeconds"] = "1", ["Publisher__Lanes__Normal__Prefetch"] = $"{Count + 1}" },
        });
        var client = await stack.ConnectAsync("unacked");
        var producer = await stack.ProduceAsync();

        await producer.PublishAsync("normal", new { event_type = "t", user_id = "unacked", data = -1 });
        await client.WaitForAsync(1);

        // Messages reach the publisher while Redis is stalled; then they are appended while no ack gets through to RabbitMQ.
        redis.Stall();
        await producer.PourAsync("normal", Count, n => new { id = withIds ? $"unacked-{n}" : null, event_type = "t", user_id = "unacked", data = n });
        await Task.Delay(300, TestContext.Current.CancellationToken);
        rabbit.Stall();
        redis.Restore();
        await client.WaitForAsync(1 + Count);
        await stack.Publishers[0].KillAsync();
        rabbit.Restore();

        await Task.Delay(TimeSpan.FromSeconds(4), TestContext.Current.CancellationToken);
        stack.Publishers[0].Start();
        await producer.PublishAsync("normal", new { event_type = "t", user_id = "unacked", data = Count });

        var received = await client.WaitForAsync(Count + 2);
        Assert.Equal(Enumerable.Range(-1, Count + 2), received.Select(each => each.Data.GetInt32()));
    }
}
