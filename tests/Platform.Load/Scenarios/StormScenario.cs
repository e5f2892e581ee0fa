using Platform.Load.Measurements;
using Platform.Load.Proof;
using Platform.Load.Reports;
using Platform.Load.Rig;

namespace Platform.Load.Scenarios;

/// <summary>Edge nodes leave in order and die, under load: how long each of their clients is away, and that none misses anything.</summary>
internal sealed class StormScenario(StormPlan plan, Phases phases)
{
    public async Task<StormReport> RunAsync(CancellationToken stop)
    {
        var processes = StackProcesses.Of(plan.Audience.Target);
        if (processes.Edges.Count < 2)
        {
            throw new CannotRunException("There is one edge node, and nowhere to go from it. Start the stack with ./run.sh --detach --edges 2.");
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
        await using var load = await session.OpenAsync(plan.Sending(processes.Edges.Count), plan.Via, stop);
        var tool = new UsageMeter([new(ProcessShare.LoadTool, Environment.ProcessId)], session.Clock);
        tool.Start();
        var drill = new StormDrill(plan, processes, session.Clock);
        await StrikeAsync(drill, load, stop);
        var endedAt = session.Clock.Now;
        var cores = tool.Stop(1).Sum(share => share.Cores);
        var verdict = await session.AuditAsync(plan.Drain);
        return verdict is { Sent: > 0, Accepted: 0 }
            ? throw new CannotRunException($"Not one event was accepted. {load.Gauges.LastTrouble}")
            : Report(session, load, drill, verdict, endedAt) with { Machine = machine, Total = times!.Total.Summarize(), ToolCores = cores };
    }

    // The load goes on until the last fault is over; a Ctrl-C ends both, and what was sent until then is still proven.
    private async Task StrikeAsync(StormDrill drill, SentLoad load, CancellationToken stop)
    {
        using var over = CancellationTokenSource.CreateLinkedTokenSource(stop);
        var sending = load.RunAsync(over.Token);
        var striking = drill.RunAsync(over.Token);
        await phases.RunAsync("storm", Task.WhenAny(sending, striking), () => (drill.Struck.Count, drill.Planned.Count));
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

    private StormReport Report(LoadSession session, SentLoad load, StormDrill drill, Verdict verdict, long endedAt)
    {
        var outages = session.Listening.Outages;
        var faults = drill.Struck.Select((struck, index) => new StormFindings(
            struck.Fault.ToString().ToLowerInvariant(),
            struck.Edge,
            struck.At / 1e6,
            outages.Between(struck.At, index + 1 < drill.Struck.Count ? drill.Struck[index + 1].At : endedAt)));
        return new StormReport
        {
            Run = $"{session.Run:x8}",
            Plan = plan.Summary,
            FinishedAt = DateTime.UtcNow,
            PlannedFaults = drill.Planned.Count,
            IsComplete = drill.IsComplete,
            Faults = [.. faults],
            Back = outages.Summarize(),
            Lag = load.Gauges.Lag.Summarize(),
            Refusals = session.Refusals,
            ForeignDeliveries = session.Traffic.Foreign,
            Ledger = verdict,
            Trouble = [.. session.Errors.Append(load.Gauges.LastTrouble).OfType<string>()],
        };
    }
}
