using Platform.Contracts.Hub;
using Platform.IntegrationTests.Stack;

namespace Platform.IntegrationTests.Topologies;

/// <summary>A Cluster's master dies for good, and its replica takes its slots.</summary>
[Trait(Tier.Name, Tier.Nightly)]
public sealed class ClusterFailoverTests(Servers servers)
{
    private const int Channels = 30;
    private const int Count = 3_000;

    [Theory]
    [InlineData(RedisProgram.Redis)]
    [InlineData(RedisProgram.Valkey)]
    public async Task Events_flow_on_in_order_on_the_channels_of_the_replica_that_took_over(RedisProgram program)
    {
        await using var cluster = await RedisCluster.StartAsync(program, replicas: 1);
        await using var stack = await PlatformStack.StartAsync(servers, new StackShape { Doors = false, RedisUrl = cluster.Url });
        var client = await stack.ConnectAsync("failover", ["topic:*"], stack.Edges[1]);
        var before = await client.SubscribeAsync([.. Enumerable.Range(0, Channels).Select(n => new SubscribeRequest($"topic:{n}"))]);
        var producer = await stack.ProduceAsync();

        var pouring = producer.PourAsync(
            "normal", Count, n => new { id = $"failover-{n}", event_type = "t", topic = $"{n % Channels}", data = n }, perSecond: 500);
        await client.WaitForAsync(Count / 10);
        await cluster.Nodes[0].KillAsync();
        await pouring;

        // What the master had published, and its replica never got, was not acked: it comes again, at a position told before.
        await client.WaitUntilAsync(() => client.Received, received => received.DistinctBy(each => each.Id).Count() == Count);
        Assert.All(client.Received.DistinctBy(each => each.Id).GroupBy(each => each.Channel), stream =>
            Assert.Equal(stream.Select(each => each.Data.GetInt32()).Order(), stream.Select(each => each.Data.GetInt32())));
        Assert.Empty(client.Gaps);

        var moved = client.Positions.LastOrDefault(told => before.Any(answer => answer.Channel == told.Channel && answer.Epoch != told.Epoch));
        Assert.NotNull(moved);
        var late = await stack.ConnectAsync("failover-late", ["topic:*"], stack.Edges[0]);
        var first = before.Single(answer => answer.Channel == moved.Channel);
        Assert.True((await late.SubscribeAsync(first.Channel, first.Epoch, first.Offsets)).Recovered);
        await late.WaitForAsync(Count / Channels);

        // Each is waited for before the next is sent: they come live, and not by comparison with Redis only.
        for (var i = 1; i <= 5; i++)
        {
            await producer.PublishAsync("normal", new { event_type = "t", topic = first.Channel["topic:".Length..], data = -1 });
            await late.WaitForAsync((Count / Channels) + i);
        }
    }
}
