using Platform.Contracts.Hub;
using Platform.IntegrationTests.Connections;
using Platform.IntegrationTests.Road;
using Platform.IntegrationTests.Stack;
using Platform.Load.Faults;

namespace Platform.IntegrationTests.Outages;

/// <summary>Guarantee 4: what was published while a node was cut off from Redis is found by the node itself, and not only by a next event.</summary>
public sealed class EdgeOutageTests(Servers servers)
{
    private const int Quiet = 2_000;
    private const int Busy = 8_000;

    // A tenth of it is promised. The slow sweep, which would find them too, needs 30 s.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    [Fact]
    public async Task Nodes_that_were_cut_off_from_Redis_under_load_fill_every_hole_also_on_channels_that_fell_silent()
    {
        await using var redis = new FaultProxy(servers.Redis.Host, servers.Redis.Port);
        await using var stack = await PlatformStack.StartAsync(servers, new StackShape
        {
            Doors = false,
            EdgeRedisProxy = redis,
            // The busy channel goes on meanwhile, and what its clients read on from must be as long.
            Settings = new Dictionary<string, string>
            {
                ["History__MaxEvents"] = "10000",
                ["Subscriptions__MaxPerConnection"] = "5000",
                ["Subscriptions__MaxPerCall"] = "500",
            },
        });
        string[] quiet = [.. Enumerable.Range(0, Quiet).Select(n => $"cut-{n}")];
        var clients = new List<EventClient>();
        foreach (var node in stack.Edges)
        {
            var client = await stack.ConnectAsync($"cut-{clients.Count}", ["topic:cut-*"], node);
            foreach (var some in quiet.Append("cut-busy").Chunk(500))
            {
                Assert.All(await client.SubscribeAsync([.. some.Select(topic => new SubscribeRequest($"topic:{topic}"))]), answer => Assert.Null(answer.Error));
            }

            clients.Add(client);
        }

        var (busy, silent) = (await stack.ProduceAsync(), await stack.ProduceAsync());
        var pouring = busy.PourAsync("normal", Busy, n => new { id = $"busy-{n}", event_type = "t", topic = "cut-busy", data = n }, perSecond: 800);
        await clients[0].WaitForAsync(Busy / 10);
        redis.Cut();
        await silent.PourAsync("normal", Quiet, n => new { id = $"quiet-{n}", event_type = "t", topic = quiet[n], data = n });
        await Task.Delay(TimeSpan.FromSeconds(5), TestContext.Current.CancellationToken);
        Assert.All(clients, client => Assert.DoesNotContain(client.Received, each => each.Channel != "topic:cut-busy"));
        redis.Restore();

        Assert.True(await LaggingGroup.IsWithinAsync(
            Patience, () => clients.TrueForAll(client => client.Received.Count(each => each.Channel != "topic:cut-busy") == Quiet)),
            $"Of {Quiet} silent channels the clients have {string.Join(" and ", clients.Select(client => client.Received.Count(each => each.Channel != "topic:cut-busy")))}.");
        await pouring;
        foreach (var client in clients)
        {
            var received = await client.WaitForAsync(Busy + Quiet);
            Assert.Equal(Enumerable.Range(0, Busy), received.Where(each => each.Channel == "topic:cut-busy").Select(each => each.Data.GetInt32()));
            Assert.Equal(quiet.Select(topic => $"topic:{topic}").Order(), received.Select(each => each.Channel).Where(name => name != "topic:cut-busy").Order());
            Assert.Empty(client.Gaps);
            Assert.True(client.IsConnected);
        }
    }
}
