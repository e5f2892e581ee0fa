using Platform.Load.Measurements;

namespace Platform.Load.Reports;

/// <summary>What a run of <c>latency --vs</c> found. The promise is the platform's alone, so its ledger decides.</summary>
internal sealed record LatencyComparisonReport(Contestant Platform, Contestant Baseline)
{
    public string Scenario => "latency-comparison";

    public int ExitCode =>
        Platform.Runs.Any(run => !run.Ledger.IsClean) ? ExitCodes.NotClean
        : Platform.Runs.Concat(Baseline.Runs).Any(run => !run.Counts) ? ExitCodes.FellBehind
        : ExitCodes.Clean;

    public static LatencyComparisonReport Of(IReadOnlyList<LatencyReport> platform, IReadOnlyList<LatencyReport> baseline) =>
        new(Contestant.Of(platform), Contestant.Of(baseline));

    public void Save(FileInfo file) => ReportJson.Save(this, file);
}

/// <summary>All runs of one side.</summary>
/// <param name="Name">What ran.</param>
/// <param name="Total">The latency, from the samples of all runs.</param>
/// <param name="CpuMicrosecondsPerEvent">What all its processes and the servers used, without the load tool.</param>
/// <param name="Runs">The runs.</param>
internal sealed record Contestant(string Name, Percentiles Total, double CpuMicrosecondsPerEvent, IReadOnlyList<LatencyReport> Runs)
{
    public static Contestant Of(IReadOnlyList<LatencyReport> runs)
    {
        var samples = new Durations();
        foreach (var run in runs)
        {
            samples.Add(run.Samples);
        }

        // A run's share is its own events' mean: weighted by them, the runs together have the mean of all events.
        var events = runs.Sum(run => run.Events);
        var cpu = runs.Sum(run => run.Events * run.Processes.Where(process => process.Name != ProcessShare.LoadTool).Sum(process => process.CpuMicrosecondsPerEvent));
        return new Contestant(runs[0].System, samples.Summarize(), cpu / Math.Max(1, events), runs);
    }
}
