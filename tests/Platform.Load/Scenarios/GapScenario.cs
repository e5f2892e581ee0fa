using Platform.Load.Measurements;
using Platform.Load.Reports;

namespace Platform.Load.Scenarios;

/// <summary>
/// Guarantee 4 in figures: a node that loses its connections to Redis gives its clients everything within a second of having them
/// again, also on channels on which nothing comes afterwards that would show the hole.
/// </summary>
internal sealed class GapScenario(GapPlan plan, Phases phases)
{
    public async Task<GapReport> RunAsync(CancellationToken stop)
    {
        await using var redis = await RedisGauges.OpenAsync(plan.Audience.Target.RequireRedis());
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
            rounds.Add(await RunAsync(session, redis, latecomers, goesOn, stop));
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

    private async Task<GapRound> RunAsync(LoadSession session, RedisGauges redis, Latecomers latecomers, bool goesOn, CancellationToken stop)
    {
        await using var load = await session.OpenAsync(plan.Send(goesOn), plan.Via, stop);
        var cut = new RedisCut(redis, plan.Edge, session.Clock);
        var sending = load.RunAsync(stop);
        await phases.RunAsync(GapReport.NameOf(goesOn), Task.Delay(GapPlan.Flow, stop));
        var (overAt, backAt) = await cut.RunAsync(plan.Cut, stop);
        // What was due before the return is late; it is entered from the return on.
        latecomers.CountFrom(backAt);
        await sending;
        await session.DrainAsync(plan.Drain);
        return new GapRound(
            goesOn, cut.Ended, (backAt - overAt) / 1000.0, latecomers.Count, (latecomers.LastAt - backAt) / 1000.0, load.Gauges.Lag.Summarize());
    }
}
