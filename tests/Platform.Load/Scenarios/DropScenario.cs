using Platform.Load.Measurements;
using Platform.Load.Reports;

namespace Platform.Load.Scenarios;

/// <summary>
/// Many clients lose their connection all the time and resume. Each must get everything once, soon after it is back; and those that
/// stay must not notice, which the same run shows by the times before anybody was cut off.
/// </summary>
internal sealed class DropScenario(DropPlan plan, Phases phases)
{
    public async Task<DropReport> RunAsync(CancellationToken stop)
    {
        var machine = Calibration.Measure();
        DeliveryTimes? current = null;
        await using var session = await LoadSession.OpenAsync(
            plan.Audience,
            clock =>
            {
                current = new DeliveryTimes(clock);
                return _ => current;
            },
            phases,
            stop);
        var meter = new UsageMeter([.. plan.Audience.Target.Processes, new(ProcessShare.LoadTool, Environment.ProcessId)], session.Clock);

        await SendAsync(session, "warm up", DropPlan.Warmup, stop);
        var before = current = Counting(session.Clock);
        meter.Start();
        var (_, usedBefore) = (await SendAsync(session, "all stay", plan.Before, stop), meter.Stop((long)(plan.Rate * plan.Before.TotalSeconds)));
        await session.DrainAsync(plan.Drain);

        var during = current = Counting(session.Clock);
        meter.Start();
        var (lag, cuts) = await CutAsync(session, stop);
        var usedDuring = meter.Stop((long)(plan.Rate * (plan.Duration + DropPlan.After).TotalSeconds));
        var verdict = await session.AuditAsync(plan.Drain);
        return new DropReport
        {
            Run = $"{session.Run:x8}",
            Plan = plan.Summary,
            FinishedAt = DateTime.UtcNow,
            Machine = machine,
            Cuts = cuts,
            Back = session.ListeningDroppers.Outages.Summarize(),
            Replay = session.ListeningDroppers.Replays!.Summarize(),
            StayedBefore = before.Total.Summarize(),
            StayedDuring = during.Total.Summarize(),
            ProcessesBefore = usedBefore,
            ProcessesDuring = usedDuring,
            LostByThoseThatStayed = session.Listening.Outages.Summarize().Count,
            Lag = lag,
            Refusals = session.Refusals,
            ForeignDeliveries = session.Traffic.Foreign,
            Ledger = verdict,
            Trouble = session.Errors,
        };
    }

    private static DeliveryTimes Counting(RunClock clock)
    {
        var times = new DeliveryTimes(clock);
        times.CountFrom(clock.Now);
        return times;
    }

    private async Task<(Percentiles Lag, int Cuts)> CutAsync(LoadSession session, CancellationToken stop)
    {
        using var over = CancellationTokenSource.CreateLinkedTokenSource(stop);
        over.CancelAfter(plan.Duration);
        var cutter = new Cutter(session.Droppers, plan.Every, plan.Away, plan.AtOnce, session.Clock);
        var cutting = cutter.RunAsync(over.Token);
        var lag = await SendAsync(session, "cut off", plan.Duration + DropPlan.After, stop);
        await over.CancelAsync();
        await cutting;
        return (lag, cutter.Cuts);
    }

    private async Task<Percentiles> SendAsync(LoadSession session, string name, TimeSpan length, CancellationToken stop)
    {
        await using var load = await session.OpenAsync(plan.Send(length), plan.Via, stop);
        await phases.RunAsync(name, load.RunAsync(stop), () => load.Progress);
        return load.Gauges.Lag.Summarize();
    }
}
