using Platform.Contracts.Hub;
using Platform.IntegrationTests.Stack;

namespace Platform.IntegrationTests.Topologies;

public sealed class SentinelTests(Servers servers)
{
    private const int Count = 3_000;

    [Fact]
    public async Task Events_flow_on_in_order_after_a_failover_and_positions_that_survived_it_resume()
    {
        await using var master = await RedisServer.StartAsync("--repl-diskless-sync-delay", "0");
        await using var replica = await RedisServer.StartAsync("--replicaof", $"127.0.0.1 {master.Port}");
        await using var sentinel = await WatchAsync(master.Port, replica);
        await using var stack = await PrepareAsync($"{sentinel.EndPoint},serviceName=events");
        await stack.StartAsync();

        await FlowsOnAsync(stack, master);
    }

    [Fact]
    [Trait(Tier.Name, Tier.Nightly)]
    public async Task The_same_through_TLS_from_a_user_with_the_least_rights()
    {
        using var files = new Certificates("127.0.0.1");
        var (ofMaster, ofReplica, ofSentinel) = (FreePort.Next(), FreePort.Next(), FreePort.Next());
        await using var master = await RedisServer.StartAsync(["--repl-diskless-sync-delay", "0", .. files.Settings(ofMaster)]);
        await using var replica = await RedisServer.StartAsync(["--replicaof", $"127.0.0.1 {ofMaster}", .. files.Settings(ofReplica)]);
        await using var sentinel = await WatchAsync(ofMaster, replica, files.Settings(ofSentinel));
        await using var stack = await PrepareAsync(
            $"127.0.0.1:{ofSentinel},serviceName=events,ssl=true,user=platform,password={LeastRights.Password}",
            ("Redis__CaFile", files.Authority));
        foreach (var server in (RedisServer[])[master, replica])
        {
            await LeastRights.GiveAsync(server.ExecuteAsync, "platform", stack.Names, "+role");
        }

        await stack.StartAsync();

        await FlowsOnAsync(stack, master);
        await LeastRights.VerifyAsync(replica.ExecuteAsync, "platform");
    }

    // By the port that it tells clients.
    private static async Task<RedisServer> WatchAsync(int master, RedisServer replica, params string[] settings)
    {
        await replica.WaitForInfoAsync("replication", "master_link_status:up");
        var sentinel = RedisServer.Prepare();
        await sentinel.StartAsSentinelAsync($"""
            {string.Join('\n', settings.Chunk(2).Select(setting => $"{setting[0][2..]} {setting[1]}"))}
            sentinel monitor events 127.0.0.1 {master} 1
            sentinel down-after-milliseconds events 1000
            sentinel failover-timeout events 5000
            """);
        await sentinel.WaitForInfoAsync("sentinel", "slaves=1");
        return sentinel;
    }

    private Task<PlatformStack> PrepareAsync(string redis, params (string Name, string Value)[] settings) => PlatformStack.PrepareAsync(servers, new StackShape
    {
        Edges = 1,
        Doors = false,
        RedisUrl = redis,
        // One channel takes all that RabbitMQ held meanwhile.
        Settings = settings.Append(("History__MaxEvents", "10000")).ToDictionary(),
    });

    private static async Task FlowsOnAsync(PlatformStack stack, RedisServer master)
    {
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
