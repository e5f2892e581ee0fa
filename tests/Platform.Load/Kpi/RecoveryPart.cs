using Platform.Contracts.Lanes;
using Platform.Load.Measurements;
using Platform.Load.Producers;
using Platform.Load.Proof;
using Platform.Load.Reports;
using Platform.Load.Scenarios;

namespace Platform.Load.Kpi;

/// <summary>Clients are cut off again and again, and come back as soon as a client may.</summary>
internal sealed class RecoveryPart(KpiPlan plan, Phases phases)
{
    public const int Clients = 100;
    private const double Rate = 500;

    private static readonly TimeSpan Every = TimeSpan.FromSeconds(4);

    /// <returns>From the cut to the resumed stream, and the proof.</returns>
    public async Task<(Percentiles Back, Verdict Ledger)> RunAsync(CancellationToken stop)
    {
        await using var session = await LoadSession.OpenAsync(
            plan.Audience(clients: 1, Clients),
            clock =>
            {
                var times = new DeliveryTimes(clock);
                return _ => times;
            },
            phases,
            stop);
        var schedule = Schedule.Of(Rate, 1, TimeSpan.Zero, (long)(Rate * plan.Part.TotalSeconds));
        await using var load = await session.OpenAsync(new ProducerPlan(schedule, Lane.Normal, 8, RepeatShare: 0, RepeatLater: TimeSpan.Zero), Via.Http, stop);
        using var over = CancellationTokenSource.CreateLinkedTokenSource(stop);
        var cutting = new Cutter(session.Droppers, Every, TimeSpan.Zero, atOnce: false, session.Clock).RunAsync(over.Token);
        await phases.RunAsync("cut off", load.RunAsync(stop), () => load.Progress);
        await over.CancelAsync();
        await cutting;
        return (session.ListeningDroppers.Outages.Summarize(), await session.AuditAsync(plan.Drain));
    }
}
