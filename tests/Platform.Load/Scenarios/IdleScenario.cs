using Platform.Contracts.Channels;
using Platform.Load.Measurements;
using Platform.Load.Reports;
using Platform.Load.Rig;
using Platform.Load.Subscribers;

namespace Platform.Load.Scenarios;

/// <summary>What a connection costs to which nothing comes, and what it costs to watch its channels: the stack with them, and without.</summary>
internal sealed class IdleScenario(IdlePlan plan, Phases phases)
{
    // The gateway shows its page on no public port.
    private static readonly string[] Watched = ["edge"];

    private readonly RunClock _clock = new();

    public async Task<IdleReport> RunAsync(CancellationToken stop)
    {
        using var gateway = GatewayClient.Open(plan.Target.Gateway, TimeSpan.FromSeconds(10));
        await gateway.RequireReadyAsync(stop);
        RequireRoom();
        await using var redis = await RedisGauges.OpenAsync(plan.Target.RequireRedis());
        var tokens = new AccessTokens(gateway, plan.Target.SigningKey, plan.Target.Token);
        using var clients = new IdleClients();

        var without = await LookAsync("without", redis, stop);
        await phases.RunAsync(
            "connect", clients.ConnectAsync(plan.Target, tokens, plan.Connections, ChannelsOf, _clock, stop), () => (clients.Ready, plan.Connections));
        await Task.Delay(IdlePlan.Settle, stop);
        var with = await LookAsync("with", redis, stop);
        return new IdleReport
        {
            Plan = plan.Summary,
            FinishedAt = DateTime.UtcNow,
            Connections = plan.Connections,
            Channels = plan.Channels,
            Without = without,
            With = with,
            Lost = [.. clients.Lost.GroupBy(why => why).Select(group => $"{group.Count():N0} lost: {group.Key}")],
        };
    }

    private async Task<IdleSample> LookAsync(string name, RedisGauges redis, CancellationToken stop)
    {
        var meter = new UsageMeter([.. plan.Target.Processes, new(ProcessShare.LoadTool, Environment.ProcessId)], _clock);
        var (commands, memory) = (await redis.CommandsAsync(), await redis.UsedMemoryAsync());
        meter.Start();
        await phases.RunAsync(name, Task.Delay(plan.Hold, stop));
        var used = meter.Stop(1);
        commands = await redis.CommandsAsync() - commands;
        var heaps = await CollectAsync(stop);
        return new IdleSample(used, commands / plan.Hold.TotalSeconds, memory / (1024.0 * 1024), heaps);
    }

    // What is in use, and not only not yet given back.
    private async Task<IReadOnlyDictionary<string, double>> CollectAsync(CancellationToken stop)
    {
        var heaps = new Dictionary<string, double>();
        var stack = plan.Target.IsOwnStack ? RunFile.Find(Directory.GetCurrentDirectory()) : null;
        using var client = new HttpClient();
        foreach (var (name, pid) in plan.Target.Processes.Where(process => Array.Exists(Watched, watched => process.Key.StartsWith(watched, StringComparison.Ordinal))))
        {
            if (stack?.UrlOf(name) is { } url && await DiagnosticPort.CollectAsync(pid, stop) && await ManagedHeap.ReadAsync(client, url, stop) is { } bytes)
            {
                heaps[name] = bytes / (1024.0 * 1024);
            }
        }

        return heaps;
    }

    private IReadOnlyList<string> ChannelsOf(int client) =>
        [.. Enumerable.Range(client * plan.ChannelsEach, plan.ChannelsEach).Select(number => ChannelName.Topic($"idle-{number}"))];

    // A WebSocket is one file in this tool, two in the gateway, one in its edge.
    private void RequireRoom()
    {
        const int OwnFiles = 1_000;
        var edges = Math.Max(1, plan.Target.Processes.Count(process => process.Key.StartsWith("edge", StringComparison.Ordinal)));
        foreach (var (name, pid) in plan.Target.Processes.Append(new(ProcessShare.LoadTool, Environment.ProcessId)))
        {
            var each = name == "gateway" ? (plan.Target.Direct is [] ? 2.0 : 0) : name == ProcessShare.LoadTool ? 1 : name.StartsWith("edge", StringComparison.Ordinal) ? 1.0 / edges : 0;
            if (each > 0 && OpenFiles.LimitOf(pid) is { } limit && limit < (plan.Connections * each) + OwnFiles)
            {
                throw new CannotRunException(
                    $"{name} may open {limit:N0} files, which is {Math.Max(0, (limit - OwnFiles) / each):N0} connections. Raise it where the stack and this tool are started (ulimit -n {(plan.Connections * each) + OwnFiles:0}), or ask for fewer connections, or for --direct.");
            }
        }
    }
}
