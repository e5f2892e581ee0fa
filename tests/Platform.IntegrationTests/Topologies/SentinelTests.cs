using Platform.Contracts.Hub;
using Platform.IntegrationTests.Stack;

namespace Platform.IntegrationTests.Topologies;

public sealed class SentinelTests(Servers servers)
{
    [Fact]
    public async Task Events_flow_on_in_order_after_a_failover_and_positions_that_survived_it_resume()
    {
        const int Count = 3_000;
        await using var master = await RedisServer.StartAsync("--repl-diskless-sync-delay", "0");
        await using var replica = await RedisServer.StartAsync("--replicaof", $"127.0.0.1 {master.Port}");
        await replica.WaitForInfoAsync("replication", "master_link_status:up");
        await using var sentinel = RedisServer.Prepare();
        await sentinel.StartAsSentinelAsync($"""
            sentinel monitor events 127.0.0.1 {master.Port} 1
            sentinel down-after-milliseconds events 1000
            sentinel failover-timeout events 5000
            """);
        await sentinel.WaitForInfoAsync("sentinel", "slaves=1");
        await using var stack = await PlatformStack.StartAsync(servers, new StackShape
        {
            Edges = 1,
            Doors = false,
            RedisUrl = $"{sentinel.EndPoint},serviceName=events",
            // One channel takes all that RabbitMQ held meanwhile.
            Settings = new Dictionary<string, string> { ["History__MaxEvents"] = "10000" },
        });
        var client = await stack.ConnectAsync("failover", ["broadcast"]);
        var before = await client.SubscribeAsync("broadcast");
        var producer = await stack.ProduceAsync();

        var pouring = producer.PourAsync("normal", Count, n => new { id = $"failover-{n}", event_type = "t", data = n }, perSecond: 500);
        await client.WaitForAsync(Count / 5);
        await master.KillAsync();
        await pouring;

        // What the master had published, and its replica never got, was not acked: it comes again, at a position told before.
        await client.WaitUntilAsync(() => client.Received, received => received.DistinctBy(each => each.Id).Count() == Count);
        Assert.Equal(Enumerable.Range(0, Count), client.Received.DistinctBy(each => each.Id).Select(each => each.Data.GetInt32()));
        var told = client.Positions.Last(each => each.Channel == "broadcast");
        Assert.NotEqual(before.Epoch, told.Epoch);
        Assert.Empty(client.Gaps);

        await stack.Edges[0].WaitUntilReadyAsync(TestContext.Current.CancellationToken);
        var late = await stack.ConnectAsync("failover-late", ["broadcast"]);
        Assert.True((await late.SubscribeAsync("broadcast", before.Epoch, new Offsets { Normal = Count / 10 })).Recovered);
        Assert.Equal(Enumerable.Range(Count / 10, Count - (Count / 10)), (await late.WaitForAsync(Count - (Count / 10))).Select(each => each.Data.GetInt32()));
    }
}
