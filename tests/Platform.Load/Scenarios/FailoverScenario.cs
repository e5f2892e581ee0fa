using Platform.Load.Measurements;
using Platform.Load.Proof;
using Platform.Load.Reports;
using Platform.Load.Rig;

namespace Platform.Load.Scenarios;

/// <summary>Two publishers, an even load, and faults that hit the one that works: how long the others wait, and that nothing is lost.</summary>
internal sealed class FailoverScenario(FailoverPlan plan, Phases phases)
{
    public async Task<FailoverReport> RunAsync(CancellationToken stop)
    {
        var processes = StackProcesses.Of(plan.Audience.Target);
        if (processes.Publishers.Count < 2)
        {
            throw new CannotRunException("There is one publisher, and nobody to take over. Start the stack with ./run.sh --detach --publishers 2.");
        }

        var machine = Calibration.Measure();
        DeliveryTimes? times = null;
        await using var session = await LoadSession.OpenAsync(
            plan.Audience,
            clock =>
            {
                times = new DeliveryTimes(clock);
                times.CountFrom(0);
                return _ => times;
            },
            phases,
            stop);
        await using var digests = await DigestFeed.OpenAsync(plan.Audience.Target.RequireRabbitMq(), session.Clock, stop);
        await using var load = await session.OpenAsync(plan.Sending, plan.Via, stop);
        var drill = new FaultDrill(plan, processes, digests.Log, session.Clock);
        await StrikeAsync(drill, load, stop);
        var endedAt = session.Clock.Now;
        var verdict = await session.AuditAsync(plan.Drain);
        return verdict is { Sent: > 0, Accepted: 0 }
            ? throw new CannotRunException($"Not one event was accepted. {load.Gauges.LastTrouble}")
            : Report(session, load, drill, verdict, endedAt, times!) with { Machine = machine };
    }

    // The load goes on until the last fault is over; a Ctrl-C ends both, and what was sent until then is still proven.
    private async Task StrikeAsync(FaultDrill drill, SentLoad load, CancellationToken stop)
    {
        using var over = CancellationTokenSource.CreateLinkedTokenSource(stop);
        var sending = load.RunAsync(over.Token);
        var striking = drill.RunAsync(over.Token);
        await phases.RunAsync("faults", Task.WhenAny(sending, striking), () => (drill.Struck.Count, plan.Faults.Count));
        await over.CancelAsync();
        try
        {
            await striking;
        }
        catch (OperationCanceledException)
        {
            // Told by the report: fewer faults than planned.
        }

        await sending;
    }

    private FailoverReport Report(
        LoadSession session, SentLoad load, FaultDrill drill, Verdict verdict, long endedAt, DeliveryTimes times)
    {
        var silences = session.Traffic.Silences;
        var faults = drill.Struck.Select((struck, index) =>
            FaultFindings.Of(struck, until: index + 1 < drill.Struck.Count ? drill.Struck[index + 1].At : endedAt, silences));
        return new FailoverReport
        {
            Run = $"{session.Run:x8}",
            Plan = plan.Summary,
            FinishedAt = DateTime.UtcNow,
            PlannedFaults = plan.Faults.Count,
            IsComplete = drill.IsComplete,
            Faults = [.. faults],
            LongestPauseMs = (silences.Longest(0, endedAt)?.Length ?? 0) / 1000.0,
            Total = times.Total.Summarize(),
            Lag = load.Gauges.Lag.Summarize(),
            Refusals = session.Refusals,
            ForeignDeliveries = session.Traffic.Foreign,
            Ledger = verdict,
            Trouble = [.. session.Errors.Append(load.Gauges.LastTrouble).OfType<string>()],
        };
    }
}
