using Platform.Load.Events;
using Platform.Load.Reports;
using Platform.Load.Rig;
using Platform.Load.Stock;

namespace Platform.Load.Scenarios;

/// <summary>One member of a group stops reading: what the others get of it, on stock SignalR and on the platform.</summary>
internal sealed class FrozenStockScenario(FrozenStockPlan plan, Phases phases)
{
    public async Task<FrozenStockReport> RunAsync(CancellationToken stop)
    {
        using var gateway = GatewayClient.Open(plan.Target.Gateway, TimeSpan.FromSeconds(10));
        await gateway.RequireReadyAsync(stop);
        var run = (uint)Random.Shared.NextInt64(uint.MaxValue);
        var channels = new LoadChannels(ChannelKind.Topic, 1, $"frozen-{run:x8}");

        GroupFigures stock, platform;
        await using (var group = await StockGroup.StartAsync(plan.Target.RequireRedis(), channels.Names[0], stop))
        {
            stock = await new GroupRun(group, plan, run, channels, phases).RunAsync(stop);
        }

        await using (var group = new PlatformGroup(plan.Target, gateway, plan.Via, channels.Names[0]))
        {
            platform = await new GroupRun(group, plan, run, channels, phases).RunAsync(stop);
        }

        return new FrozenStockReport(stock, platform);
    }
}
