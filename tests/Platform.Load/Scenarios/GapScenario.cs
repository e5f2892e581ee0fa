using Platform.Load.Faults;
using Platform.Load.Measurements;
using Platform.Load.Reports;
using Platform.Load.Rig;

namespace Platform.Load.Scenarios;

/// <summary>
/// Guarantee 4 in figures: a node that loses its connections to Redis gives its clients everything within a second of having them
/// again, also on channels on which nothing comes afterwards that would show the hole.
/// </summary>
internal sealed class GapScenario(GapPlan plan, Phases phases)
{
    public async Task<GapReport> RunAsync(CancellationToken stop)
    {
        var redisUrl = new Uri(plan.Audience.Target.RequireRedis());
        await using var redis = await RedisGauges.OpenAsync(redisUrl.ToString());
        var processes = StackProcesses.Of(plan.Audience.Target);
        await using var proxy = new FaultProxy(redisUrl.Host, redisUrl.Port);
        await phases.RunAsync($"{plan.Edge} behind the proxy", RestartAsync(processes, $"Redis__Url={proxy.Via(redisUrl)}"));
        try
        {
            return await RunAsync(new RedisCut(proxy, redis, plan.Edge), stop);
        }
        finally
        {
            await phases.RunAsync($"{plan.Edge} as it was", RestartAsync(processes));
        }
    }

    private async Task RestartAsync(StackProcesses processes, params string[] settings)
    {
        await processes.StopAsync(plan.Edge, CancellationToken.None);
        await processes.RestartAsync(plan.Edge, CancellationToken.None, settings);
        await processes.AwaitReadyAsync(plan.Edge, CancellationToken.None);
    }

    private async Task<GapReport> RunAsync(RedisCut cut, CancellationToken stop)
    {
        var machine = Calibration.Measure();
        var latecomers = new Latecomers();
        await using var session = await LoadSession.OpenAsync(
            plan.Audience,
            clock =>
            {
                var times = new DeliveryTimes(clock, timeline: null, latecomers);
                return _ => times;
            },
            phases,
            stop);
        var tool = new UsageMeter([new(ProcessShare.LoadTool, Environment.ProcessId)], session.Clock);
        tool.Start();
        var rounds = new List<GapRound>();
        foreach (var goesOn in (bool[])[true, false])
        {
            rounds.Add(await RunAsync(session, cut, latecomers, goesOn, stop));
        }

        var cores = tool.Stop(1).Sum(share => share.Cores);
        var verdict = await session.AuditAsync(plan.Drain);
        return new GapReport
        {
            Run = $"{session.Run:x8}",
            Plan = plan.Summary,
            FinishedAt = DateTime.UtcNow,
            Machine = machine,
            Rounds = rounds,
            ToolCores = cores,
            Refusals = session.Refusals,
            ForeignDeliveries = session.Traffic.Foreign,
            Ledger = verdict,
            Trouble = session.Errors,
        };
    }

    private async Task<GapRound> RunAsync(LoadSession session, RedisCut cut, Latecomers latecomers, bool goesOn, CancellationToken stop)
    {
        await using var load = await session.OpenAsync(plan.Send(goesOn), plan.Via, stop);
        var sending = load.RunAsync(stop);
        await phases.RunAsync(GapReport.NameOf(goesOn), Task.Delay(GapPlan.Flow, stop));
        var (overAt, backAt) = await cut.RunAsync(plan.Cut, session.Clock, stop);
        // What was due before the return is late; it is entered from the return on.
        latecomers.CountFrom(backAt);
        await sending;
        await session.DrainAsync(plan.Drain);
        return new GapRound(
            goesOn, (backAt - overAt) / 1000.0, latecomers.Count, (latecomers.LastAt - backAt) / 1000.0, load.Gauges.Lag.Summarize());
    }
}
