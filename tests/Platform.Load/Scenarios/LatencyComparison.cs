using Platform.Load.Producers;
using Platform.Load.Reports;
using Platform.Load.Rig;

namespace Platform.Load.Scenarios;

/// <summary>
/// The same load on the platform and on a baseline, in turn, so that what the machine does meanwhile meets both. Both stay up and
/// idle while the other is measured.
/// </summary>
internal sealed class LatencyComparison(LatencyPlan plan, IContender platform, IContender baseline, int rounds, Phases phases)
{
    // Processes that have just started are still being compiled: each first gets this much load that nobody looks at.
    private static readonly TimeSpan Unseen = TimeSpan.FromSeconds(10);

    /// <param name="onReport">Called with each round and its reports.</param>
    /// <param name="stop">Ends it early.</param>
    public async Task<LatencyComparisonReport> RunAsync(Action<int, LatencyReport> onReport, CancellationToken stop)
    {
        var unseen = plan with
        {
            Schedule = Schedule.Of(
                plan.Schedule.EventsPerSecond, plan.Schedule.BundleSize, TimeSpan.Zero, (long)Math.Ceiling(plan.Schedule.EventsPerSecond * Unseen.TotalSeconds)),
        };
        foreach (var contender in (IContender[])[platform, baseline])
        {
            await RunAsync(unseen, contender, $"{contender.Name}, not counted");
        }

        var reports = new List<LatencyReport>();
        for (var round = 1; round <= rounds && !stop.IsCancellationRequested; round++)
        {
            foreach (var contender in (IContender[])[platform, baseline])
            {
                var report = await RunAsync(plan, contender, $"{contender.Name}, round {round}");
                reports.Add(report);
                onReport(round, report);
            }
        }

        return LatencyComparisonReport.Of(
            [.. reports.Where(report => report.System == platform.Name)], [.. reports.Where(report => report.System == baseline.Name)]);

        Task<LatencyReport> RunAsync(LatencyPlan what, IContender contender, string name) => new LatencyScenario(what, contender, phases.Of(name)).RunAsync(stop);
    }
}
