using Platform.Load.Measurements;
using Platform.Load.Rig;

namespace Platform.Load.Scenarios;

/// <summary>Restarts and kills the edge nodes, one after the other; the next one only when the one before is ready again.</summary>
internal sealed class StormDrill(StormPlan plan, StackProcesses processes, RunClock clock)
{
    private readonly List<StruckEdge> _struck = [];

    /// <summary>What was done so far.</summary>
    public IReadOnlyList<StruckEdge> Struck => _struck;

    /// <summary>All that is to be done.</summary>
    public IReadOnlyList<(EdgeFault Fault, string Edge)> Planned { get; } = plan.Faults(processes.Edges);

    /// <summary>Whether all was done.</summary>
    public bool IsComplete { get; private set; }

    /// <summary>Does all of it. Whatever ends it, each node is started again.</summary>
    public async Task RunAsync(CancellationToken stop)
    {
        foreach (var (fault, edge) in Planned)
        {
            await Task.Delay(plan.Pause, stop);
            _struck.Add(new StruckEdge(fault, edge, clock.Now));
            try
            {
                await (fault == EdgeFault.Restart ? processes.StopAsync(edge, stop) : KillAsync(edge, stop));
            }
            finally
            {
                await processes.RestartAsync(edge, CancellationToken.None);
            }

            await processes.AwaitReadyAsync(edge, stop);
        }

        await Task.Delay(plan.Pause, stop);
        IsComplete = true;
    }

    private async Task KillAsync(string edge, CancellationToken stop)
    {
        processes.Get(edge).Kill();
        await Task.Delay(plan.Pause, stop);
    }
}

/// <summary>A fault that was done.</summary>
/// <param name="Fault">What.</param>
/// <param name="Edge">To whom.</param>
/// <param name="At">When, in microseconds on the run's clock.</param>
internal sealed record StruckEdge(EdgeFault Fault, string Edge, long At);
