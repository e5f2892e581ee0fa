using System.Diagnostics;
using Platform.IntegrationTests.Stack;

namespace Platform.IntegrationTests.Security;

/// <summary>One node, met directly: what the gateway would keep from it reaches it here.</summary>
public sealed class HostileNode(Servers servers) : HostileStack(servers, throughGateway: false);

/// <summary>One node behind the gateway, as on a public network.</summary>
public sealed class HostileGateway(Servers servers) : HostileStack(servers, throughGateway: true);

/// <summary>A stack that is attacked.</summary>
/// <param name="servers">The servers.</param>
/// <param name="throughGateway">Whether the attackers meet the gateway, or the node itself.</param>
public abstract class HostileStack(Servers servers, bool throughGateway) : IAsyncLifetime
{
    private const int Events = 400;

    // What any of the attacks may cost: far less than what they send.
    private const long MostBytes = 150L * 1024 * 1024;

    private int _attacks;

    internal PlatformStack Stack { get; private set; } = null!;

    /// <summary>What the attackers meet.</summary>
    internal ServiceProcess Door => throughGateway ? Stack.Gateway : Stack.Edges[0];

    public async ValueTask InitializeAsync() =>
        Stack = await PlatformStack.StartAsync(servers, new StackShape { Edges = 1, Doors = throughGateway });

    public async ValueTask DisposeAsync()
    {
        await Stack.DisposeAsync();
        GC.SuppressFinalize(this);
    }

    /// <summary>While the attack goes on, another client gets every event in order, and the memory of the node, and of the gateway, stays bounded.</summary>
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
        TestContext.Current.TestOutputHelper?.WriteLine($"The working set grew by {growth / 1024 / 1024} MiB to {Memory() / 1024 / 1024} MiB.");
        Assert.InRange(growth, long.MinValue, MostBytes);
    }

    private long Memory() => ((IEnumerable<ServiceProcess>)[Stack.Edges[0], Door]).Distinct().Sum(service =>
    {
        using var process = Process.GetProcessById(service.Id);
        return process.WorkingSet64;
    });
}
