using System.Diagnostics;
using Platform.IntegrationTests.Stack;

namespace Platform.IntegrationTests.Security;

/// <summary>One node, met directly: what the gateway would keep from it reaches it here.</summary>
public sealed class HostileStack(Servers servers) : IAsyncLifetime
{
    private const int Events = 400;

    // What any of the attacks below may cost: far less than what they send.
    private const long MostBytes = 150L * 1024 * 1024;

    private int _attacks;

    internal PlatformStack Stack { get; private set; } = null!;

    internal ServiceProcess Edge => Stack.Edges[0];

    public async ValueTask InitializeAsync() => Stack = await PlatformStack.StartAsync(servers, new StackShape { Edges = 1, Doors = false });

    public async ValueTask DisposeAsync() => await Stack.DisposeAsync();

    /// <summary>While the attack goes on, another client gets every event in order, and the node's memory stays bounded.</summary>
    internal async Task UnharmedByAsync(Func<Task> attack)
    {
        var topic = $"unharmed-{Interlocked.Increment(ref _attacks)}";
        var client = await Stack.ConnectAsync(topic, [$"topic:{topic}"]);
        await client.SubscribeAsync($"topic:{topic}");
        var before = Memory();

        var producer = await Stack.ProduceAsync();
        var pouring = producer.PourAsync("normal", Events, n => new { event_type = "t", topic, data = n }, perSecond: 100);
        await attack();
        await pouring;

        var received = await client.WaitForAsync(Events);
        Assert.Equal(Enumerable.Range(0, Events), received.Select(each => each.Data.GetInt32()));
        Assert.Empty(client.Gaps);
        Assert.True(client.IsConnected);
        var growth = Memory() - before;
        TestContext.Current.TestOutputHelper?.WriteLine($"The node's working set grew by {growth / 1024 / 1024} MiB to {Memory() / 1024 / 1024} MiB.");
        Assert.InRange(growth, long.MinValue, MostBytes);
    }

    private long Memory()
    {
        using var process = Process.GetProcessById(Edge.Id);
        return process.WorkingSet64;
    }
}
