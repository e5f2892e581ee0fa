using Platform.IntegrationTests.Road;
using Platform.IntegrationTests.Stack;

namespace Platform.IntegrationTests.Topologies;

/// <summary>A replica that hangs: events are acked without it, or wait for it, as the option says.</summary>
public sealed class ReplicaTests(Servers servers)
{
    [Fact]
    public async Task Events_go_on_without_a_replica_that_hangs_when_no_number_is_given()
    {
        await using var pair = await Pair.StartAsync();
        await using var stack = await StartAsync(pair, []);
        var client = await stack.ConnectAsync("optional");
        var producer = await stack.ProduceAsync();
        await PublishAsync(producer, "optional", 0);
        await client.WaitForAsync(1);

        await pair.Replica.FreezeAsync();
        for (var i = 1; i < 20; i++)
        {
            await PublishAsync(producer, "optional", i);
        }

        Assert.Equal(Enumerable.Range(0, 20), (await client.WaitForAsync(20)).Select(each => each.Data.GetInt32()));
    }

    [Fact]
    public async Task Events_wait_for_as_many_replicas_as_are_asked_for()
    {
        await using var pair = await Pair.StartAsync();
        await using var stack = await StartAsync(pair, new() { ["History__WaitReplicas"] = "1" });
        var client = await stack.ConnectAsync("required");
        var producer = await stack.ProduceAsync();
        await PublishAsync(producer, "required", 0);
        await client.WaitForAsync(1);

        await pair.Replica.FreezeAsync();
        // Live before the replica has it; but the flow goes no further than what is not acked.
        await PublishAsync(producer, "required", 1);
        await client.WaitForAsync(2);
        await PublishAsync(producer, "required", 2);
        await Task.Delay(TimeSpan.FromSeconds(4), TestContext.Current.CancellationToken);
        Assert.Equal(2, client.Received.Count);

        await pair.Replica.ThawAsync();
        Assert.Equal([0, 1, 2], (await client.WaitForAsync(3)).Select(each => each.Data.GetInt32()));
    }

    private Task<PlatformStack> StartAsync(Pair pair, Dictionary<string, string> settings) => PlatformStack.StartAsync(
        servers, new StackShape { Edges = 1, Doors = false, RedisUrl = $"redis://{pair.Master.EndPoint}", Settings = settings });

    private static Task PublishAsync(EventProducer producer, string user, int data) =>
        producer.PublishAsync("normal", new { id = $"{user}-{data}", event_type = "t", user_id = user, data });

    private sealed record Pair(RedisServer Master, RedisServer Replica) : IAsyncDisposable
    {
        public static async Task<Pair> StartAsync()
        {
            var master = await RedisServer.StartAsync("--repl-diskless-sync-delay", "0");
            var replica = await RedisServer.StartAsync("--replicaof", $"127.0.0.1 {master.Port}");
            await replica.WaitForInfoAsync("replication", "master_link_status:up");
            await master.WaitForInfoAsync("replication", "state=online");
            return new Pair(master, replica);
        }

        public async ValueTask DisposeAsync()
        {
            await Replica.DisposeAsync();
            await Master.DisposeAsync();
        }
    }
}
