using Platform.Load.Drill;
using Platform.Load.Events;
using Platform.Load.Measurements;
using Platform.Load.Producers;
using Platform.Load.Reports;
using Platform.Load.Rig;
using Platform.Load.Scenarios;

namespace Platform.Load.Kpi;

/// <summary>All targets of the plan in one run, each by the scenario that measures it.</summary>
internal sealed class KpiScenario(KpiPlan plan, Phases phases)
{
    private const int ProbedClients = 100;
    // Two for each client and second: more, sent again after an outage, would be a load that is measured instead of the outage.
    private const double Probes = 200;

    private readonly List<KpiRow> _rows = [];
    private readonly List<KpiPart> _parts = [];
    private IReadOnlyList<DrillFindings> _faults = [];
    private bool _isClean = true;

    private bool HasProcesses => plan.Target is { IsOwnStack: true, Processes.Count: > 0 } && plan.Target.Processes.ContainsKey("edge_1");

    public async Task<KpiReport> RunAsync(CancellationToken stop)
    {
        var machine = Calibration.Measure();
        await using var platform = new PlatformContender(plan.Target);
        var quiet = await MeasureAsync("quiet", KpiPlan.QuietRate, plan.Part, platform, stop);
        var sustained = await MeasureAsync("sustained", plan.Rate, plan.Duration, platform, stop);
        AddSustained(quiet, sustained);
        await AddRecoveryAsync(stop);
        await AddMobileAsync(stop);
        AddCpu(quiet, sustained);
        await AddBuffersAsync(stop);
        await AddUptimeAsync(stop);
        return new KpiReport
        {
            Plan = plan.Summary,
            Gateway = plan.Target.Gateway.ToString(),
            FinishedAt = DateTime.UtcNow,
            Machine = machine,
            Rows = _rows,
            Parts = _parts,
            Faults = _faults,
            Timeline = sustained.Timeline,
            IsClean = _isClean,
        };
    }

    private async Task<LatencyReport> MeasureAsync(string name, double rate, TimeSpan length, PlatformContender platform, CancellationToken stop)
    {
        var report = await new LatencyScenario(plan.Measure(rate, plan.Clients, length), platform, phases.Of(name)).RunAsync(stop);
        Add(name, report);
        return report;
    }

    private void Add(string name, LatencyReport report)
    {
        _parts.Add(KpiPart.Of(name, report));
        _isClean &= report.Ledger.IsClean;
    }

    private void AddSustained(LatencyReport quiet, LatencyReport sustained)
    {
        _rows.Add(KpiRow.Below($"event delivery, p95 at {plan.Rate:N0}/s", KpiTargets.DeliveryMs, sustained.Total.P95, "ms", $"meant to be sent → client, {sustained.Plan}", sustained.Counts));
        _rows.Add(KpiRow.Below($"event delivery, p95 at {KpiPlan.QuietRate:N0}/s", KpiTargets.DeliveryMs, quiet.Total.P95, "ms", $"the same, {quiet.Plan}", quiet.Counts));
        var throughput = KpiRow.AtLeast("throughput, sustained", KpiTargets.EventsPerSecond, sustained.EventsPerSecond, "events/s", $"accepted and delivered for {plan.Duration.TotalSeconds:0} s, from the first send time to the last confirm", sustained.Counts);
        _rows.Add(plan.Rate < KpiTargets.EventsPerSecond ? throughput.WithoutJudgement("less was sent than the target") : throughput);
        var connections = KpiRow.AtLeast("connections at the same time", KpiTargets.Connections, plan.Clients, "clients", "all received their channels while that was measured");
        _rows.Add(plan.Clients < KpiTargets.Connections ? connections.WithoutJudgement("fewer connected than the target") : connections);
        _rows.Add(KpiRow.Below("average message", KpiTargets.MessageBytes, sustained.BytesPerDelivery, "bytes", $"an event's JSON as it came to a client, with {plan.PayloadBytes} bytes of data"));
    }

    private async Task AddRecoveryAsync(CancellationToken stop)
    {
        var (back, ledger) = await new RecoveryPart(plan, phases.Of("recovery")).RunAsync(stop);
        _isClean &= ledger.IsClean;
        _rows.Add(KpiRow.Below("connection recovery, p95", KpiTargets.RecoverySeconds, back.P95 / 1000, "s", $"from a cut (RST) to the resumed channel, {back.Count:N0} cuts of {RecoveryPart.Clients} clients; longest {back.Max / 1000:0.##} s"));
    }

    private async Task AddMobileAsync(CancellationToken stop)
    {
        const string Name = "additional latency on a mobile link, p95";
        if (plan.Target.Gateway.Scheme != Uri.UriSchemeHttp)
        {
            _rows.Add(KpiRow.NotJudged(Name, $"< {KpiTargets.MobileMs} ms", "the emulated link is a TCP proxy on this machine, which has no certificate of the gateway's"));
            return;
        }

        var (run, link) = await new MobilePart(plan, phases.Of("mobile")).RunAsync(stop);
        Add("mobile", run);
        _rows.Add(KpiRow.Below(
            Name, KpiTargets.MobileMs, run.Total.P95 - link.P95, "ms",
            $"p95 {run.Total.P95:N1} ms in all, less {link.P95:N1} ms of the emulated link alone ({MobilePart.Link}; TCP shows a loss as the delay of a retransmission, and so it is emulated)", run.Counts));
    }

    private void AddCpu(LatencyReport quiet, LatencyReport sustained)
    {
        const string Name = "edge CPU";
        var target = $"< {KpiTargets.EdgeCpuPercent} % of a core";
        if (!HasProcesses)
        {
            _rows.Add(KpiRow.NotJudged(Name, target, "needs the processes of a stack that ./run.sh --no-docker started here"));
            return;
        }

        var how = $"user and system time of all edge nodes together, {plan.Clients:N0} connections";
        _rows.Add(KpiRow.Below($"{Name} at {KpiPlan.QuietRate:N0} events/s", KpiTargets.EdgeCpuPercent, Percent(quiet), "% of a core", how));
        _rows.Add(KpiRow.Below($"{Name} at {plan.Rate:N0} events/s", KpiTargets.EdgeCpuPercent, Percent(sustained), "% of a core", how)
            .WithoutJudgement("told beside it, the target is for the quiet load"));

        static double Percent(LatencyReport report) => 100 * report.Processes.Where(process => process.Name.StartsWith("edge", StringComparison.Ordinal)).Sum(process => process.Cores);
    }

    private async Task AddBuffersAsync(CancellationToken stop)
    {
        const string Name = "WebSocket buffers";
        if (!HasProcesses)
        {
            _rows.Add(KpiRow.NotJudged(Name, $"< {KpiTargets.BuffersMib} MiB", "needs the processes of a stack that ./run.sh --no-docker started here"));
            return;
        }

        var report = await new IdleScenario(new IdlePlan { Target = plan.Target, Connections = plan.Clients, ChannelsEach = 0, Hold = plan.Part }, phases.Of("buffers")).RunAsync(stop);
        _rows.Add(KpiRow.Below(
            Name, KpiTargets.BuffersMib, Math.Max(0, report.With.Heap("edge") - report.Without.Heap("edge")), "MiB",
            $"what the edge nodes' heaps hold more after a full collection with {plan.Clients:N0} connections than without; a client that does not read adds up to its outbox's bound"));
    }

    private async Task AddUptimeAsync(CancellationToken stop)
    {
        const string Name = "uptime at one fault an hour";
        if (!HasProcesses || plan.Faults.Count == 0)
        {
            _rows.Add(KpiRow.NotJudged(Name, $"≥ {KpiTargets.UptimePercent} %", "needs the processes of a stack that ./run.sh --no-docker started here, to break them"));
            return;
        }

        var drill = new DrillPlan
        {
            Audience = plan.Audience(ProbedClients, droppers: 0) with { Kind = ChannelKind.Topic },
            Rate = Probes,
            Bundle = 1,
            Via = Via.Http,
            Only = plan.Faults,
            Random = TimeSpan.Zero,
            Seed = 0,
            Length = TimeSpan.FromSeconds(5),
            Flow = TimeSpan.FromSeconds(1),
            Bound = TimeSpan.FromSeconds(1),
            Drain = plan.Drain,
        };
        var report = await new DrillScenario(drill, phases.Of("uptime")).RunAsync(_ => { }, stop);
        _faults = report.Faults;
        _isClean &= report.IsClean;
        _rows.Add(KpiRow.AtLeast(
            Name, KpiTargets.UptimePercent, 100 * Uptime.Of(_faults, ProbedClients, Probes), "%",
            $"client-seconds in which a probe event came within 1 s; the mean of {string.Join(", ", _faults.Select(fault => fault.Fault))}, each measured once and scaled to one of them an hour"));
    }
}
