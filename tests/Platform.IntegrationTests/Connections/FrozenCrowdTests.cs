using Platform.IntegrationTests.Stack;
using Platform.Load.Measurements;
using Platform.Load.Producers;
using Platform.Load.Rig;

namespace Platform.IntegrationTests.Connections;

/// <summary>Guarantee 5 for a whole node: what those who read nothing cost it is bounded, however many they are.</summary>
[Trait(Tier.Name, Tier.Nightly)]
public sealed class FrozenCrowdTests(Servers servers)
{
    private const int Connections = 1_000;
    private const long MostBytes = 50_000_000;
    private const long NodeMaxBytes = 32L * 1024 * 1024;
    private const int Ahead = 200;
    private const int PerSecond = 200;
    private const string Waiting = "platform_edge_waiting_bytes";

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    [Theory]
    [InlineData(1)]
    [InlineData(100)]
    public async Task A_thousand_frozen_connections_hold_less_than_50_MB_of_the_node_and_no_reader_up(int eventsPerMessage)
    {
        await using var stack = await PlatformStack.StartAsync(servers, new StackShape
        {
            Edges = 1,
            Doors = false,
            // So that all of them are there when it is measured.
            Settings = new Dictionary<string, string> { ["Outbox__StalledSeconds"] = "300", ["Heartbeat__TimeoutSeconds"] = "600" },
        });
        using var edge = new HttpClient { BaseAddress = stack.Edges[0].Url };
        using var group = new LaggingGroup("crowd", laggards: Connections);
        await using var platform = new PlatformGroup(TargetOf(stack), edge, Via.Amqp, group.Channel);
        await group.JoinAsync(platform, laggardReads: 0);
        var before = await HeapAsync(stack.Edges[0], edge);

        await group.SendAsync(platform, Ahead, eventsPerMessage, PerSecond);

        Assert.True(await LaggingGroup.IsWithinAsync(Patience, () => group.Audit().Missing == 0), $"{group.Audit().Missing} deliveries are missing.");
        Assert.True(group.AreLaggardsConnected);
        var held = await HeapAsync(stack.Edges[0], edge) - before;
        TestContext.Current.TestOutputHelper?.WriteLine($"The node's heap grew by {held / Connections:N0} bytes for each, from {before / Connections:N0}.");
        Assert.InRange(held, long.MinValue, MostBytes);
        Assert.InRange(await stack.Edges[0].MetricAsync(Waiting), 1, NodeMaxBytes);

        group.Dispose();
        await stack.Edges[0].WaitForMetricAsync(0, Waiting);
    }

    private static Target TargetOf(PlatformStack stack) => new()
    {
        Gateway = stack.Edges[0].Url,
        RabbitMqNodes = [stack.RabbitMq],
        ApiKey = "",
        Processes = new Dictionary<string, int>(),
    };

    private static async Task<long> HeapAsync(ServiceProcess node, HttpClient http)
    {
        Assert.True(await DiagnosticPort.CollectAsync(node.Id, TestContext.Current.CancellationToken));
        return (await ManagedHeap.ReadAsync(http, node.Url, TestContext.Current.CancellationToken))!.Value;
    }
}
