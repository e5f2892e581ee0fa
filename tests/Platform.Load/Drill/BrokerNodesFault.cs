using Platform.Contracts.Lanes;
using Platform.Contracts.Names;

namespace Platform.Load.Drill;

/// <summary>What can happen to nodes of a cluster.</summary>
internal enum NodeOutage
{
    /// <summary>SIGKILL, and started again after a while.</summary>
    Kill,

    /// <summary>SIGSTOP, and SIGCONT after a while: as if the machine had vanished and came back.</summary>
    Freeze,

    /// <summary>The others are out of reach for a while, clients are not.</summary>
    CutOff,
}

/// <summary>Nodes of a RabbitMQ cluster go: first the one that leads the lane, which is the most that one node can be.</summary>
internal sealed class BrokerNodesFault(string name, int count, NodeOutage outage) : DrillFault(name, outage switch
{
    NodeOutage.Kill => $"kill -9 {count} of the RabbitMQ nodes, started again after a while",
    NodeOutage.Freeze => "SIGSTOP the RabbitMQ node that leads the lane, then SIGCONT",
    _ => "the RabbitMQ node that leads the lane is cut off from the others",
})
{
    // Erlang's nodes find each other by a secret. With another one, neither side lets the other in.
    private const string Cut = "[begin erlang:set_cookie(N, cut_off), erlang:disconnect_node(N) end || N <- nodes()].";

    private IReadOnlyList<string> _nodes = [];
    private IReadOnlyList<string> _others = [];

    public override async Task PrepareAsync(DrillField field, CancellationToken stop)
    {
        var nodes = field.Servers.NodesOf(StackServers.RabbitMq);
        var queues = await field.Servers.ControlAsync(nodes[0], "list_queues", "name", "leader");
        var leader = queues.Split('\n').Select(line => line.Split('\t')).First(columns => columns[0] == Topology.Queue(Lane.Normal))[1];
        var byName = nodes.ToDictionary(field.Servers.NodeNameOf);
        nodes = [byName[leader], .. nodes.Where(node => node != byName[leader])];
        (_nodes, _others) = ([.. nodes.Take(count)], [.. nodes.Skip(count).Select(field.Servers.NodeNameOf)]);
    }

    public override Task StrikeAsync(DrillField field, CancellationToken stop) => outage switch
    {
        NodeOutage.Kill => KillAsync(field, stop),
        NodeOutage.Freeze => FreezeAsync(field, stop),
        _ => CutOffAsync(field, stop),
    };

    private async Task KillAsync(DrillField field, CancellationToken stop)
    {
        foreach (var node in _nodes)
        {
            field.Processes.Get(node).Kill();
        }

        try
        {
            await Task.Delay(field.Plan.Length, stop);
        }
        finally
        {
            // One of several may wait for another.
            foreach (var node in _nodes)
            {
                await field.Processes.RestartAsync(node, CancellationToken.None);
            }

            await AwaitAnswersAsync(field);
        }
    }

    private async Task FreezeAsync(DrillField field, CancellationToken stop)
    {
        using (field.Processes.Get(_nodes[0]).Freeze())
        {
            await Task.Delay(field.Plan.Length, stop);
        }

        await AwaitAnswersAsync(field);
    }

    private async Task CutOffAsync(DrillField field, CancellationToken stop)
    {
        try
        {
            await field.Servers.ControlAsync(_nodes[0], "eval", Cut);
            await Task.Delay(field.Plan.Length, stop);
        }
        finally
        {
            await field.Servers.ControlAsync(_nodes[0], "eval", $"[erlang:set_cookie(N, erlang:get_cookie()) || N <- [{string.Join(", ", _others.Select(name => $"'{name}'"))}]].");
            await AwaitAnswersAsync(field);
        }
    }

    private async Task AwaitAnswersAsync(DrillField field)
    {
        foreach (var node in _nodes)
        {
            await field.Servers.AwaitAnswerAsync(node);
        }
    }
}
