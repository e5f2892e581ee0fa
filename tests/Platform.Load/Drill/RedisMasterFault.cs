using StackExchange.Redis;

namespace Platform.Load.Drill;

/// <summary>The master goes, and a replica takes its place: by the sentinels' vote, or by that of a Cluster's other masters.</summary>
internal sealed class RedisMasterFault(string name, NodeOutage outage) : DrillFault(
    name,
    outage == NodeOutage.Kill
        ? "kill -9 a Redis master that has replicas, started again after a while"
        : "SIGSTOP a Redis master that has replicas, then SIGCONT: it wakes up and believes that it still is one")
{
    private RedisNodes? _nodes;
    private IServer? _master;

    public override async Task PrepareAsync(DrillField field, CancellationToken stop)
    {
        _nodes = await RedisNodes.OpenAsync(field.Servers);
        _master = _nodes.Masters[0];
    }

    public override async Task StrikeAsync(DrillField field, CancellationToken stop)
    {
        var process = _nodes!.NameOf(_master!);
        if (outage == NodeOutage.Freeze)
        {
            using var frozen = field.Processes.Get(process).Freeze();
            await Task.Delay(field.Plan.Length, stop);
        }
        else
        {
            field.Processes.Get(process).Kill();
            try
            {
                await Task.Delay(field.Plan.Length, stop);
            }
            finally
            {
                await field.Servers.StartAsync(process);
            }
        }

        await _nodes.AwaitReplicaAsync(_master!);
    }

    public override async Task RepairAsync(DrillField field)
    {
        if (_nodes is not null)
        {
            await _nodes.DisposeAsync();
        }
    }
}
