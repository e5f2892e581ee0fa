using Platform.Load.Measurements;
using Platform.Load.Reports;
using Platform.Load.Rig;
using Platform.Load.Scenarios;
using Platform.Load.Stock;

namespace Platform.Load.Capacity;

/// <summary>
/// The highest rate within the objective, of the platform and of the stock build step by step in turn, so that what the machine does
/// meanwhile meets both.
/// </summary>
internal sealed class CapacityScenario(CapacityPlan plan, Phases phases)
{
    /// <param name="onStep">Told each step as soon as it is over.</param>
    /// <param name="stop">Ends the search; what was found until then is reported.</param>
    public async Task<CapacityReport> RunAsync(Action<CapacityStep> onStep, CancellationToken stop)
    {
        var machine = Calibration.Measure();
        var leftOut = plan.WithStock && (plan.Target.RabbitMq is null || plan.Target.Redis is null)
            ? "the stock build stands on the same servers: give --rabbitmq and --redis" : null;
        await using var platform = new PlatformContender(plan.Target);
        await using var stock = plan.WithStock && leftOut is null ? await StartStockAsync(stop) : null;
        var findings = new List<CapacityFindings>();
        foreach (var fanout in plan.Fanouts.TakeWhile(_ => !stop.IsCancellationRequested))
        {
            findings.Add(await SearchAsync(fanout, stock is null ? [platform] : [platform, stock], onStep, stop));
        }

        return new CapacityReport(plan.Summary, DateTime.UtcNow, machine, plan.ObjectiveMs, findings, leftOut);
    }

    private async Task<StockSystem> StartStockAsync(CancellationToken stop)
    {
        var starting = StockSystem.StartAsync(plan.Target, new StockTuning(), stop);
        await phases.RunAsync("start the stock build", starting);
        return await starting;
    }

    private async Task<CapacityFindings> SearchAsync(int fanout, IContender[] contenders, Action<CapacityStep> onStep, CancellationToken stop)
    {
        var searches = contenders.Select(contender => (Contender: contender, Search: new StepSearch(plan.From, CapacityPlan.Faster, plan.To))).ToList();
        var steps = new List<CapacityStep>();
        foreach (var (contender, _) in searches)
        {
            // Processes that have just started are still being compiled.
            await MeasureAsync(fanout, plan.From, contender, "warm up ", stop);
        }

        while (!stop.IsCancellationRequested && searches.Exists(each => each.Search.Next is not null))
        {
            foreach (var (contender, search) in searches)
            {
                if (search.Next is { } deliveries && !stop.IsCancellationRequested)
                {
                    steps.Add(await MeasureAsync(fanout, deliveries, contender, "", stop));
                    onStep(steps[^1]);
                    search.Report(steps[^1].HasPassed);
                }
            }
        }

        var toolWasTheLimit = steps.Exists(step => !step.IsBaseline && !step.Counts);
        return new CapacityFindings(
            fanout, searches[0].Search.Passed, searches[0].Search.IsOpen || toolWasTheLimit, searches.Count > 1 ? searches[1].Search.Passed : null, steps);
    }

    private async Task<CapacityStep> MeasureAsync(int fanout, double deliveries, IContender contender, string name, CancellationToken stop)
    {
        var measure = plan.Measure(fanout, deliveries);
        var report = await new LatencyScenario(measure, contender, phases.Of($"{contender.Name}, fan-out {fanout}, {name}{deliveries:N0}/s")).RunAsync(stop);
        return CapacityStep.Of(report, deliveries, plan.ObjectiveMs, measure.Schedule.EventsPerSecond);
    }
}
