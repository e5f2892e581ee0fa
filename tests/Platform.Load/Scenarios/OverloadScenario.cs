using Platform.Contracts.Lanes;
using Platform.Contracts.Latency;
using Platform.Load.Measurements;
using Platform.Load.Reports;
using Platform.Load.Rig;

namespace Platform.Load.Scenarios;

/// <summary>More normal events than the platform can take, and beside them critical and high ones: guarantee 7 in figures.</summary>
internal sealed class OverloadScenario(OverloadPlan plan, Phases phases)
{
    private readonly Target _target = plan.Audience.Target;

    public async Task<OverloadReport> RunAsync(CancellationToken stop)
    {
        var broker = _target.RequireRabbitMq();
        await using var redis = await RedisGauges.OpenAsync(_target.RequireRedis());
        var machine = Calibration.Measure();
        LaneTimes? times = null;
        await using var session = await LoadSession.OpenAsync(plan.Audience, clock => (times = new LaneTimes(clock)).Of, phases, stop);
        await using var depths = await LaneDepths.OpenAsync(broker, stop);
        await using var digests = await DigestFeed.OpenAsync(broker, session.Clock, stop);

        var capacity = await new CapacitySearch(plan, session, depths, phases).FindAsync(stop);
        var sampler = new SystemSampler(depths, redis, () => _target.Processes, session.Clock);
        using var enough = new CancellationTokenSource();
        var sampling = sampler.RunAsync(enough.Token);
        times!.CountFrom(session.Clock.Now);
        var window = await SendAsync(session, capacity, stop);
        var (read, edge) = (
            digests.Log.Read(Stage.Batch, Lane.Normal, window.From, window.To), digests.Log.Read(Stage.Backplane, Lane.Normal, window.From, window.To));
        var verdict = await session.AuditAsync(plan.Drain);
        await enough.CancelAsync();
        await sampling;

        return new OverloadReport
        {
            Run = $"{session.Run:x8}",
            Plan = plan.Summary,
            FinishedAt = DateTime.UtcNow,
            Machine = machine,
            Capacity = capacity,
            Seconds = (window.To - window.From) / 1e6,
            Offered = window.Offered,
            Sent = window.Sent,
            Critical = times.Of(Lane.Critical).Total.Summarize(),
            High = times.Of(Lane.High).Total.Summarize(),
            Normal = times.Of(Lane.Normal).Total.Summarize(),
            CriticalLag = window.CriticalLag,
            Age = NormalAge.Of(read, edge),
            Depth = DepthTrend.Of([.. sampler.Samples.Where(sample => sample.Second <= (window.To - window.From) / 1e6).Select(sample => sample.Normal)]),
            LeastRise = capacity.EventsPerSecond / plan.Bundle / 2,
            DrainSeconds = Math.Max(0, session.Traffic.LastAt - window.To) / 1e6,
            Samples = sampler.Samples,
            Refusals = session.Refusals,
            ForeignDeliveries = session.Traffic.Foreign,
            Ledger = verdict,
            Trouble = [.. session.Errors.Append(window.Trouble).OfType<string>()],
        };
    }

    private async Task<Window> SendAsync(LoadSession session, LaneCapacity capacity, CancellationToken stop)
    {
        var rate = capacity.EventsPerSecond * plan.Overload;
        await using var normal = await session.OpenAsync(plan.Send(Lane.Normal, rate, plan.Bundle, plan.Duration), plan.Via, stop);
        await using var critical = await session.OpenAsync(plan.Send(Lane.Critical, plan.CriticalRate, 1, plan.Duration), plan.Via, stop);
        await using var high = await session.OpenAsync(plan.Send(Lane.High, plan.HighRate, 1, plan.Duration), plan.Via, stop);
        var from = session.Clock.Now;
        var sending = Task.WhenAll(normal.RunAsync(stop), critical.RunAsync(stop), high.RunAsync(stop));
        await phases.RunAsync($"overload: {rate:N0}/s", sending, () => normal.Progress);
        var to = session.Clock.Now;
        return new Window(
            from, to, rate, normal.Due * 1e6 / (to - from), critical.Gauges.Lag.Summarize(),
            normal.Gauges.LastTrouble ?? critical.Gauges.LastTrouble ?? high.Gauges.LastTrouble);
    }

    private sealed record Window(long From, long To, double Offered, double Sent, Percentiles CriticalLag, string? Trouble);
}
