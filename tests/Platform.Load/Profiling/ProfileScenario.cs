using Platform.Load.Measurements;
using Platform.Load.Reports;
using Platform.Load.Rig;
using Platform.Load.Scenarios;
using Platform.Load.Soak;

namespace Platform.Load.Profiling;

/// <summary>Where the processes of the stack spend their CPU time under a load.</summary>
internal sealed class ProfileScenario(SoakPlan plan, int top, Phases phases)
{
    // Not .NET: their methods have names without a map.
    private static readonly string[] Servers = ["redis", "rabbitmq"];
    private static readonly string[] Idle = ["epmd"];

    private readonly List<string> _notSampled = [];

    public async Task<ProfileReport> RunAsync(CancellationToken stop)
    {
        var processes = StackProcesses.Of(plan.Audience.Target);
        var machine = Calibration.Measure();
        await using var session = await LoadSession.OpenAsync(
            plan.Audience,
            clock =>
            {
                var times = new DeliveryTimes(clock);
                return _ => times;
            },
            phases,
            stop);
        await SendAsync(session, "warm up", plan with { Duration = plan.Warmup }, stop);
        var profiles = processes.All.Keys.Except(Idle).Order(StringComparer.Ordinal)
            .Select(name => (Name: name, Profile: TryStart(processes.Get(name)))).Where(each => each.Profile is not null).ToList();
        var meter = new UsageMeter([.. processes.All, new(ProcessShare.LoadTool, Environment.ProcessId)], session.Clock);
        meter.Start();
        await SendAsync(session, "sample", plan, stop);
        var used = meter.Stop((long)(plan.Rate * plan.Duration.TotalSeconds));
        var methods = new Dictionary<string, MethodShares>();
        foreach (var (name, profile) in profiles)
        {
            await phases.RunAsync($"read the samples of {name}", Task.Run(async () => methods[name] = await profile!.StopAsync(top), CancellationToken.None));
        }

        return new ProfileReport
        {
            Plan = plan.Summary,
            FinishedAt = DateTime.UtcNow,
            Machine = machine,
            Processes = used,
            Methods = methods,
            NotSampled = [.. _notSampled.Distinct()],
            Ledger = await session.AuditAsync(plan.Drain),
        };
    }

    private async Task SendAsync(LoadSession session, string name, SoakPlan part, CancellationToken stop)
    {
        await using var load = await session.OpenAsync(part.Sending, part.Via, stop);
        await phases.RunAsync(name, load.RunAsync(stop), () => load.Progress);
    }

    private CpuProfile? TryStart(StackProcess process)
    {
        try
        {
            return CpuProfile.Start(process, isDotnet: !Servers.Contains(process.Name));
        }
        catch (CannotRunException e)
        {
            _notSampled.Add(e.Message);
            return null;
        }
    }
}
