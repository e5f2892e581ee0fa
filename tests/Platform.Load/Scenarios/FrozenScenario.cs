using Platform.Load.Events;
using Platform.Load.Measurements;
using Platform.Load.Reports;
using Platform.Load.Rig;

namespace Platform.Load.Scenarios;

/// <summary>
/// Guarantee 5 in figures: what the other readers of a channel get while one is frozen, and while some are slow, beside what they get
/// while all read. The three take turns, so that a machine that is busier at one time is so for all of them.
/// </summary>
internal sealed class FrozenScenario(FrozenPlan plan, Phases phases)
{
    public async Task<FrozenReport> RunAsync(CancellationToken stop)
    {
        using var gateway = GatewayClient.Open(plan.Target.Gateway, TimeSpan.FromSeconds(10));
        await gateway.RequireReadyAsync(stop);
        var machine = Calibration.Measure();
        var rounds = new List<LaggardRound>();
        for (var round = 1; round <= plan.Rounds; round++)
        {
            foreach (var lagging in Enum.GetValues<Lagging>())
            {
                rounds.Add(await RunAsync(gateway, lagging, phases.Of($"round {round}, {FrozenReport.NameOf(lagging)}"), stop));
            }
        }

        return FrozenReport.Of(plan.Summary, machine, rounds);
    }

    private async Task<LaggardRound> RunAsync(HttpClient gateway, Lagging lagging, Phases shown, CancellationToken stop)
    {
        var run = (uint)Random.Shared.NextInt64(uint.MaxValue);
        var channels = new LoadChannels(ChannelKind.Topic, 1, $"frozen-{run:x8}");
        await using var group = new PlatformGroup(plan.Target, gateway, plan.Via, channels.Names[0]);
        return await new LaggardRun(group, plan, lagging, run, channels, shown).RunAsync(stop);
    }
}
