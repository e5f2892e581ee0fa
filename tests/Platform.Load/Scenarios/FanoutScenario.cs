using Platform.Load.Reports;
using Platform.Load.Rig;

namespace Platform.Load.Scenarios;

/// <summary>Few channels with many subscribers: each step measures as <see cref="LatencyScenario"/> does, and proves what it delivered.</summary>
internal sealed class FanoutScenario(FanoutPlan plan, Phases phases)
{
    /// <param name="onStep">Told each step's report as soon as it is there.</param>
    /// <param name="stop">Ends the run early.</param>
    public async Task<FanoutReport> RunAsync(Action<FanoutStep> onStep, CancellationToken stop)
    {
        await using var platform = new PlatformContender(plan.Target);
        var steps = new List<FanoutStep>();
        foreach (var deliveries in plan.Steps.TakeWhile(_ => !stop.IsCancellationRequested))
        {
            var report = await new LatencyScenario(plan.Step(deliveries), platform, phases.Of($"{deliveries:N0}/s")).RunAsync(stop);
            steps.Add(new FanoutStep(deliveries, report));
            onStep(steps[^1]);
        }

        return new FanoutReport(plan.Summary, steps);
    }
}
