using Platform.Load.Measurements;
using Platform.Load.Proof;
using Platform.Load.Reports;
using Platform.Load.Rig;
using Platform.Load.Scenarios;
using Platform.Load.Subscribers;

namespace Platform.Load.Drill;

/// <summary>
/// Faults on real processes, one at a time, each under a load of its own: flow, the fault, the time until all is as before, drain, audit.
/// So what each cost is told apart, and nothing that one of them lost is blamed on the next.
/// </summary>
internal sealed class DrillScenario(DrillPlan plan, Phases phases)
{
    private static readonly TimeSpan LookEvery = TimeSpan.FromMilliseconds(100);

    private readonly RecoveryWatch _recovery = new((long)plan.Bound.TotalMicroseconds);
    private IReadOnlyList<ClientFindings> _before = [];

    /// <param name="onFault">Told each fault's findings as soon as they are there.</param>
    /// <param name="stop">Ends the drill; the fault that is under way is repaired.</param>
    public async Task<DrillReport> RunAsync(Action<DrillFindings> onFault, CancellationToken stop)
    {
        var processes = StackProcesses.Of(plan.Audience.Target);
        var servers = new StackServers(processes);
        var faults = FaultCatalog.Select(plan, servers);
        var machine = Calibration.Measure();
        await using var session = await LoadSession.OpenAsync(plan.Audience, clock => TimesOn(clock), phases, stop);
        await using var witness = await Witness.OpenAsync(session, plan.Audience.Target, stop);
        var field = new DrillField(plan, processes, servers, session);
        var tool = new UsageMeter([new(ProcessShare.LoadTool, Environment.ProcessId)], session.Clock);
        tool.Start();
        _before = session.Ledger.AuditClients();
        var findings = new List<DrillFindings>();
        foreach (var fault in Order(faults, [.. processes.All.Keys], session.Clock))
        {
            if (stop.IsCancellationRequested)
            {
                break;
            }

            findings.Add(await StrikeAsync(fault, field, stop));
            onFault(findings[^1]);
        }

        var cores = tool.Stop(1).Sum(share => share.Cores);
        return new DrillReport
        {
            Run = $"{session.Run:x8}",
            Plan = plan.Summary,
            Seed = plan.Random > TimeSpan.Zero ? plan.Seed : null,
            FinishedAt = DateTime.UtcNow,
            Machine = machine,
            BoundMs = plan.Bound.TotalMilliseconds,
            Faults = findings,
            LeftOut = [.. FaultCatalog.All.Where(fault => plan.Only.Count == 0 || plan.Only.Any(fault.IsNamed)).Except(faults).Select(fault => fault.Name)],
            IsComplete = !stop.IsCancellationRequested && findings.Count > 0,
            ToolCores = cores,
            Refusals = session.Refusals,
            Ledger = await session.CloseAsync(),
            Trouble = session.Errors,
        };
    }

    private Func<Platform.Contracts.Lanes.Lane, DeliveryTimes> TimesOn(RunClock clock)
    {
        var times = new DeliveryTimes(clock, timeline: null, latecomers: null, _recovery);
        return _ => times;
    }

    private IEnumerable<DrillFault> Order(IReadOnlyList<FaultCatalog> faults, IReadOnlyList<string> processes, RunClock clock)
    {
        var endsAt = clock.Now + (long)plan.Random.TotalMicroseconds;
        return plan.Random == TimeSpan.Zero
            ? FaultOrder.OneByOne(faults, processes)
            : FaultOrder.Random(faults, processes, plan.Seed).TakeWhile(_ => clock.Now < endsAt);
    }

    private async Task<DrillFindings> StrikeAsync(DrillFault fault, DrillField field, CancellationToken stop)
    {
        var session = field.Session;
        var phase = phases.Of(fault.Name);
        try
        {
            await phase.RunAsync("prepare", fault.PrepareAsync(field, stop));
            await using var load = await session.OpenAsync(plan.Sending, plan.Via, stop);
            using var over = CancellationTokenSource.CreateLinkedTokenSource(stop);
            var (events, told) = (session.Traffic.Events, session.Listening.Notices.Counts);
            var sending = load.RunAsync(over.Token);
            await phase.RunAsync("flow", Pause(plan.Flow, sending, stop));
            var strikeAt = session.Clock.Now;
            _recovery.Strike(strikeAt);
            await phase.RunAsync(fault.What, fault.StrikeAsync(field, stop));
            var overAt = session.Clock.Now;
            var recovering = RecoverAsync(session.Clock, overAt, stop);
            await phase.RunAsync("recover", recovering);
            await phase.RunAsync("flow", Pause(plan.Flow, sending, stop));
            var endAt = session.Clock.Now;
            await over.CancelAsync();
            await sending;
            // Also where a loss was told: what only comes late must not be taken for lost, nor be missed by the next fault's account.
            await phase.RunAsync("drain", session.DrainAsync(plan.Drain, () => LossAccount.Between(_before, session.Ledger.AuditClients()).Missing));
            var after = session.Ledger.AuditClients();
            var account = LossAccount.Between(_before, after);
            _before = after;
            return new DrillFindings
            {
                Fault = fault.Name,
                What = fault.What,
                DestroysHistory = fault.DestroysHistory,
                LastedMs = (overAt - strikeAt) / 1000.0,
                FirstAfterMs = _recovery.FirstAfterMs,
                ResumedMs = session.Traffic.Silences.LengthAfter(overAt) / 1000.0,
                DisturbedMs = _recovery.DisturbedMs,
                IsRecovered = await recovering,
                LongestSilenceMs = (session.Traffic.Silences.Longest(strikeAt, endAt)?.Length ?? 0) / 1000.0,
                Events = session.Traffic.Events - events,
                Late = _recovery.Late,
                Disconnects = session.Outages(strikeAt, session.Clock.Now),
                Told = session.Listening.Notices.Counts.Since(told),
                Account = account,
                Lag = load.Gauges.Lag.Summarize(),
                Outcome = fault.Outcome,
            };
        }
        finally
        {
            await phase.RunAsync("repair", fault.RepairAsync(field));
        }
    }

    // A load that ends by itself has failed, and says why.
    private static async Task Pause(TimeSpan length, Task sending, CancellationToken stop) =>
        await await Task.WhenAny(sending, Task.Delay(length, stop));

    private async Task<bool> RecoverAsync(RunClock clock, long overAt, CancellationToken stop)
    {
        while (!_recovery.IsOver(clock.Now))
        {
            if (clock.Now - overAt > DrillPlan.Patience.TotalMicroseconds)
            {
                return false;
            }

            await Task.Delay(LookEvery, stop);
        }

        return true;
    }
}
