using Platform.Contracts.Lanes;
using Platform.Load.Measurements;
using Platform.Load.Rig;

namespace Platform.Load.Scenarios;

/// <summary>
/// Hits a lane's active publisher again and again. Which one that is, the publishers say themselves: the instance in whose latency
/// digests the lane's events are appended. RabbitMQ's management API could name its active consumer only where it keeps statistics.
/// </summary>
internal sealed class FaultDrill(FailoverPlan plan, StackProcesses processes, StageLog digests, RunClock clock)
{
    // Digests come each second: two of them are enough, and what is older may be the one before.
    private static readonly TimeSpan Recent = TimeSpan.FromSeconds(2.5);
    private static readonly TimeSpan KnownWithin = TimeSpan.FromSeconds(20);
    private static readonly TimeSpan LookEvery = TimeSpan.FromMilliseconds(250);

    private readonly List<StruckPublisher> _struck = [];

    /// <summary>What was done so far.</summary>
    public IReadOnlyList<StruckPublisher> Struck => _struck;

    /// <summary>Whether all was done.</summary>
    public bool IsComplete { get; private set; }

    /// <summary>Does all of it, one after the other. Whatever ends it, no process stays frozen.</summary>
    public async Task RunAsync(CancellationToken stop)
    {
        foreach (var fault in plan.Faults)
        {
            foreach (var publisher in processes.Publishers)
            {
                await processes.AwaitReadyAsync(publisher, stop);
            }

            await Task.Delay(plan.Pause, stop);
            var active = processes.Get(await ActiveAsync(stop));
            _struck.Add(new StruckPublisher(fault, active.Name, clock.Now));
            await (fault == PublisherFault.Kill ? KillAsync(active, stop) : FreezeAsync(active, stop));
        }

        await Task.Delay(plan.Pause, stop);
        IsComplete = true;
    }

    // It comes back only when another has had the time to take over: no fault may hit a lane that nobody else reads.
    private async Task KillAsync(StackProcess active, CancellationToken stop)
    {
        active.Kill();
        try
        {
            await Task.Delay(plan.Pause, stop);
        }
        finally
        {
            await processes.RestartAsync(active.Name, CancellationToken.None);
        }
    }

    private async Task FreezeAsync(StackProcess active, CancellationToken stop)
    {
        using var frozen = active.Freeze();
        await Task.Delay(plan.FreezeFor, stop);
    }

    private async Task<string> ActiveAsync(CancellationToken stop)
    {
        for (var since = clock.Now; clock.Now - since < KnownWithin.TotalMicroseconds; await Task.Delay(LookEvery, stop))
        {
            if (digests.ActivePublisher(plan.Lane, clock.Now - (long)Recent.TotalMicroseconds) is { } name)
            {
                return name;
            }
        }

        throw new CannotRunException(
            $"No publisher said in {KnownWithin.TotalSeconds:0} s that it appends events of the lane {plan.Lane.Name()}: is its latency digest on its way?");
    }
}

/// <summary>A fault that was done.</summary>
/// <param name="Fault">What.</param>
/// <param name="Publisher">To whom: the active one.</param>
/// <param name="At">When, in microseconds on the run's clock.</param>
internal sealed record StruckPublisher(PublisherFault Fault, string Publisher, long At);
