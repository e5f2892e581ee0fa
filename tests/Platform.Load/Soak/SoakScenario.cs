using Platform.Load.Measurements;
using Platform.Load.Reports;
using Platform.Load.Scenarios;

namespace Platform.Load.Soak;

/// <summary>An even load for long, and whether anything grows that should not.</summary>
internal sealed class SoakScenario(SoakPlan plan, Phases phases)
{
    public async Task<SoakReport> RunAsync(CancellationToken stop)
    {
        var machine = Calibration.Measure();
        var target = plan.Audience.Target;
        await using var redis = target.Redis is { } url ? await RedisGauges.OpenAsync(url) : null;
        await using var depths = target.RabbitMq is { } broker ? await LaneDepths.OpenAsync(broker, stop) : null;
        DeliveryTimes? times = null;
        await using var session = await LoadSession.OpenAsync(
            plan.Audience,
            clock =>
            {
                times = new DeliveryTimes(clock);
                return _ => times;
            },
            phases,
            stop);
        await using var load = await session.OpenAsync(plan.Sending, plan.Via, stop);
        times!.CountFrom(session.Clock.Now + (long)plan.Warmup.TotalMicroseconds);
        var tool = new UsageMeter([new(ProcessShare.LoadTool, Environment.ProcessId)], session.Clock);
        tool.Start();
        using var over = new CancellationTokenSource();
        var sampler = new ResourceSampler(target.Processes, redis, depths, plan.Every, session.Clock);
        var sampling = sampler.RunAsync(over.Token);
        try
        {
            await phases.RunAsync("soak", load.RunAsync(stop), () => load.Progress);
        }
        finally
        {
            await over.CancelAsync();
            await sampling;
        }

        var cores = tool.Stop(1).Sum(share => share.Cores);
        var verdict = await session.AuditAsync(plan.Drain);
        return new SoakReport
        {
            Run = $"{session.Run:x8}",
            Plan = plan.Summary,
            FinishedAt = DateTime.UtcNow,
            Machine = machine,
            Series = [.. sampler.Series.Select(series => SoakSeries.Of(series.Key, series.Value, plan.Warmup))],
            Total = times.Total.Summarize(),
            Lag = load.Gauges.Lag.Summarize(),
            ToolCores = cores,
            Refusals = session.Refusals,
            Ledger = verdict,
            Trouble = session.Errors,
        };
    }
}
