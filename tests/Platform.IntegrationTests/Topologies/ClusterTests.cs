using Platform.Contracts.Hub;
using Platform.Contracts.Lanes;
using Platform.IntegrationTests.Road;
using Platform.IntegrationTests.Stack;
using StackExchange.Redis;

namespace Platform.IntegrationTests.Topologies;

public sealed class ClusterTests(ClusterStack shared) : IClassFixture<ClusterStack>
{
    private const int Channels = 30;

    [Fact]
    public async Task Channels_of_all_nodes_get_each_event_once_and_in_order_on_every_lane()
    {
        const int Count = 20;
        var stack = shared.Stack;
        var clients = new List<EventClient>();
        foreach (var edge in stack.Edges)
        {
            var client = await stack.ConnectAsync($"cluster-{clients.Count}", ["topic:*"], edge);
            foreach (var answer in await client.SubscribeAsync([.. Enumerable.Range(0, Channels).Select(n => new SubscribeRequest($"topic:spread-{n}"))]))
            {
                Assert.Null(answer.Error);
            }

            clients.Add(client);
        }

        var producer = await stack.ProduceAsync();
        foreach (var lane in LaneNames.All)
        {
            await producer.PourAsync(lane.Name(), Count * Channels, n => new { id = $"{lane.Name()}-{n}", event_type = "t", topic = $"spread-{n % Channels}", data = n / Channels });
        }

        foreach (var client in clients)
        {
            var received = await client.WaitForAsync(Count * Channels * LaneNames.All.Count);
            Assert.Equal(Channels * LaneNames.All.Count, received.GroupBy(each => (each.Channel, each.Lane)).Count());
            Assert.All(received.GroupBy(each => (each.Channel, each.Lane)), stream =>
            {
                Assert.Equal(Enumerable.Range(0, Count), stream.Select(each => each.Data.GetInt32()));
                Assert.Equal(Enumerable.Range(1, Count).Select(offset => (long)offset), stream.Select(each => each.Offset));
            });
        }
    }

    [Fact]
    public async Task Slot_that_moves_costs_no_event_and_no_order()
    {
        var stack = shared.Stack;
        var client = await stack.ConnectAsync("moved", ["topic:*"], stack.Edges[0]);
        await client.SubscribeAsync("topic:moved");
        var producer = await stack.ProduceAsync();
        var sent = 0;
        await PublishAsync(20);
        await client.WaitForAsync(sent);

        await shared.Cluster.MoveAsync(await shared.SlotOfAsync("topic:moved"), meanwhile: () => PublishAsync(20));
        await PublishAsync(20);

        var received = await client.WaitForAsync(sent);
        Assert.Equal(Enumerable.Range(0, sent), received.Select(each => each.Data.GetInt32()));
        Assert.Empty(client.Gaps);
        await LiveAsync(producer, client, "moved", sent);

        async Task PublishAsync(int count)
        {
            for (var i = 0; i < count; i++, sent++)
            {
                await producer.PublishAsync("normal", new { id = $"moved-{sent}", event_type = "t", topic = "moved", data = sent });
            }
        }
    }

    [Fact]
    public async Task Master_that_is_killed_and_restarted_costs_no_event_and_no_order()
    {
        const int Count = 2_000;
        var stack = shared.Stack;
        var client = await stack.ConnectAsync("restarted", ["topic:*"], stack.Edges[0]);
        foreach (var n in Enumerable.Range(0, Channels))
        {
            await client.SubscribeAsync($"topic:restarted-{n}");
        }

        var producer = await stack.ProduceAsync();
        var pouring = producer.PourAsync(
            "normal", Count, n => new { id = $"restarted-{n}", event_type = "t", topic = $"restarted-{n % Channels}", data = n }, perSecond: 500);
        await client.WaitForAsync(Count / 10);
        var node = shared.Cluster.Nodes[1];
        await node.KillAsync();
        await Task.Delay(TimeSpan.FromSeconds(1), TestContext.Current.CancellationToken);
        await node.StartAsync();
        await pouring;

        await client.WaitUntilAsync(() => client.Received, received => received.DistinctBy(each => each.Id).Count() == Count);
        Assert.All(client.Received.DistinctBy(each => each.Id).GroupBy(each => each.Channel), stream =>
            Assert.Equal(stream.Select(each => each.Data.GetInt32()).Order(), stream.Select(each => each.Data.GetInt32())));
        Assert.Empty(client.Gaps);
        await LiveAsync(producer, client, "restarted-0", client.Received.Count);
        await shared.Cluster.WaitUntilWholeAsync();
    }

    [Fact]
    public async Task Live_events_are_sharded_by_default_and_plain_where_that_is_stored()
    {
        var sharded = await shared.Stack.ConnectAsync("sharded", ["topic:*"]);
        await sharded.SubscribeAsync("topic:sharded");
        await LiveAsync(await shared.Stack.ProduceAsync(), sharded, "sharded", received: 0);
        Assert.Equal("sharded", (string?)await shared.GetAsync(shared.Stack.Names.PubSub));

        await using var plain = await PlatformStack.PrepareAsync(shared.Servers, new StackShape { Edges = 1, Doors = false, RedisUrl = shared.Cluster.Url });
        await shared.SetAsync(plain.Names.PubSub, "plain");
        await plain.StartAsync();
        var client = await plain.ConnectAsync("plain", ["topic:*"]);
        foreach (var n in Enumerable.Range(0, 3))
        {
            var received = client.Received.Count;
            await client.SubscribeAsync($"topic:plain-{n}");
            await LiveAsync(await plain.ProduceAsync(), client, $"plain-{n}", received);
        }
    }

    // Each event is waited for before the next is sent: what came by comparison with Redis only would take half a minute each.
    private static async Task LiveAsync(EventProducer producer, EventClient client, string topic, int received)
    {
        for (var i = 1; i <= 5; i++)
        {
            await producer.PublishAsync("normal", new { event_type = "t", topic, data = -1 });
            await client.WaitForAsync(received + i);
        }
    }
}

/// <summary>A Cluster, and a stack with two nodes on it.</summary>
public sealed class ClusterStack(Servers servers) : IAsyncLifetime
{
    internal Servers Servers => servers;

    internal RedisCluster Cluster { get; private set; } = null!;

    internal PlatformStack Stack { get; private set; } = null!;

    public async ValueTask InitializeAsync()
    {
        Cluster = await RedisCluster.StartAsync();
        Stack = await PlatformStack.StartAsync(servers, new StackShape { Doors = false, RedisUrl = Cluster.Url });
    }

    internal async Task<RedisValue> GetAsync(string key) => await (await OwnerOfAsync(key)).Database.StringGetAsync(key);

    internal async Task SetAsync(string key, string value) => await (await OwnerOfAsync(key)).Database.StringSetAsync(key, value);

    private async Task<RedisServer> OwnerOfAsync(string key) =>
        await Cluster.OwnerOfAsync((int)await Cluster.Nodes[0].ExecuteAsync("CLUSTER", "KEYSLOT", key));

    internal async Task<int> SlotOfAsync(string channel) =>
        (int)await Cluster.Nodes[0].ExecuteAsync("CLUSTER", "KEYSLOT", Stack.Names.State(channel));

    public async ValueTask DisposeAsync()
    {
        await Stack.DisposeAsync();
        await Cluster.DisposeAsync();
    }
}
