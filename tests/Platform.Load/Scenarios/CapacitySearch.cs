using Platform.Contracts.Lanes;
using Platform.Load.Measurements;
using Platform.Load.Reports;
using Platform.Load.Rig;

namespace Platform.Load.Scenarios;

/// <summary>
/// How much the normal lane takes to its clients on this machine now: the rate goes up by steps until the lane's queue grows, then stays
/// there, and what reaches the clients meanwhile is the capacity. So the producers have their share of the cores, as they will in
/// the overload.
/// </summary>
internal sealed class CapacitySearch(OverloadPlan plan, LoadSession session, LaneDepths depths, Phases phases)
{
    private const double FirstRate = 2_000;
    private const double HighestRate = 200_000;
    private const double Step = 1.4;

    // Less of a step's events may be waiting although the lane keeps up.
    private const double LeastBacklog = 0.1;

    private static readonly TimeSpan StepLength = TimeSpan.FromSeconds(3);
    private static readonly TimeSpan HoldLength = TimeSpan.FromSeconds(10);

    // What is under way when a step begins arrives in its first second.
    private static readonly TimeSpan SettleFor = TimeSpan.FromSeconds(1);

    /// <exception cref="CannotRunException">The queue does not grow however much is sent.</exception>
    public async Task<LaneCapacity> FindAsync(CancellationToken stop)
    {
        for (var rate = FirstRate; rate <= HighestRate; rate *= Step)
        {
            var step = await SendAsync(rate, StepLength, $"capacity: {rate:N0}/s", stop);
            if (step.Backlog < LeastBacklog * rate * StepLength.TotalSeconds)
            {
                continue;
            }

            var hold = await SendAsync(rate, HoldLength, $"capacity: hold {rate:N0}/s", stop);
            if (hold.Backlog > 0)
            {
                return new LaneCapacity(hold.Delivered, rate, await DrainAsync(hold.Backlog));
            }
        }

        throw new CannotRunException("The normal lane's queue does not grow, whatever is sent: the producers are the limit here. Give --bundle more, or --via amqp.");
    }

    private async Task<(double Delivered, double Backlog)> SendAsync(double rate, TimeSpan length, string name, CancellationToken stop)
    {
        await using var load = await session.OpenAsync(plan.Send(Lane.Normal, rate, plan.Bundle, length), plan.Via, stop);
        var sending = load.RunAsync(stop);
        await Task.Delay(SettleFor, stop);
        var (before, at) = (session.Traffic.Events, session.Clock.Now);
        await phases.RunAsync(name, Task.WhenAny(sending, Task.Delay(length - SettleFor, stop)), () => load.Progress);
        var delivered = (session.Traffic.Events - before) * 1e6 / (session.Clock.Now - at);
        var backlog = await depths.ReadAsync(Lane.Normal, stop) * plan.Bundle;
        await sending;
        stop.ThrowIfCancellationRequested();
        return (delivered, backlog);
    }

    private async Task<double> DrainAsync(double backlog)
    {
        var at = session.Clock.Now;
        await phases.RunAsync("capacity: drain", session.DrainAsync(plan.Drain));
        return backlog * 1e6 / Math.Max(1, session.Traffic.LastAt - at);
    }
}

/// <summary>What the normal lane can do.</summary>
/// <param name="EventsPerSecond">What reached the clients while more was sent than that.</param>
/// <param name="AtRate">What was sent meanwhile.</param>
/// <param name="DrainedPerSecond">What reached them from the queue afterwards, with the producers silent.</param>
internal sealed record LaneCapacity(double EventsPerSecond, double AtRate, double DrainedPerSecond);
