using System.Net.WebSockets;

namespace Platform.UnitTests.Gateway;

public sealed class BalanceTests
{
    /// <summary>
    /// With two choices the fullest of n nodes is a few connections above the average, whereas one random choice would be off by
    /// the square root (here about 7), and by more than 20 once in a hundred thousand runs only.
    /// </summary>
    [Fact]
    public async Task Connections_are_spread_evenly_by_two_choices()
    {
        const int connections = 200;
        await using var nodes = await StartAsync(4);
        await using var gateway = GatewayUnderTest.Start(nodes[0], [.. nodes], nodes[0], Patient);
        await BecomeKnownAsync(gateway, nodes);

        using var open = await OpenAsync(gateway, connections);

        Assert.Equal(connections, nodes.Sum(node => node.Requests.Count));
        Assert.All(nodes, node => Assert.InRange(node.Requests.Count, (connections / 4) - 10, (connections / 4) + 10));
    }

    [Fact]
    public async Task Nodes_that_are_added_are_filled_before_the_full_one_gets_more()
    {
        await using var nodes = await StartAsync(3);
        await using var gateway = GatewayUnderTest.Start(nodes[0], Patient);
        await gateway.BecomesReadyAsync();
        using var first = await OpenAsync(gateway, 40);

        gateway.Change(("Gateway:Edges:1", nodes[1].Address), ("Gateway:Edges:2", nodes[2].Address));
        await BecomeKnownAsync(gateway, nodes);
        using var second = await OpenAsync(gateway, 30);

        // Whoever is chosen beside it has less.
        Assert.Empty(nodes[0].Requests);
        Assert.Equal(30, nodes[1].Requests.Count + nodes[2].Requests.Count);
    }

    // On a busy machine a late answer must not look like a node that is gone.
    private static void Patient(Dictionary<string, string> settings) => settings["Gateway:ProbeTimeoutMilliseconds"] = "30000";

    private static async Task<Nodes> StartAsync(int count)
    {
        var nodes = new Nodes();
        for (var i = 0; i < count; i++)
        {
            nodes.Add(await StandIn.StartAsync());
        }

        return nodes;
    }

    /// <summary>Each has been found ready, and is forgotten to have been asked.</summary>
    private static async Task BecomeKnownAsync(GatewayUnderTest gateway, Nodes nodes)
    {
        await GatewayUnderTest.EventuallyAsync(() => Task.FromResult(
            nodes.All(node => gateway.Lines.Any(line => line.Contains("edges", StringComparison.Ordinal) && line.Contains($"{node.Address} is ready", StringComparison.Ordinal)))));
        nodes.ForEach(node => node.Requests.Clear());
    }

    private static async Task<Sockets> OpenAsync(GatewayUnderTest gateway, int count)
    {
        var sockets = new Sockets();
        for (var i = 0; i < count; i++)
        {
            sockets.Add(await gateway.ConnectAsync());
        }

        return sockets;
    }

    private sealed class Nodes : List<StandIn>, IAsyncDisposable
    {
        public async ValueTask DisposeAsync()
        {
            foreach (var node in this)
            {
                await node.DisposeAsync();
            }
        }
    }

    private sealed class Sockets : List<WebSocket>, IDisposable
    {
        public void Dispose() => ForEach(socket => socket.Dispose());
    }
}
