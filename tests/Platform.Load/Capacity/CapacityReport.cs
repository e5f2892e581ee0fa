using Platform.Load.Measurements;
using Platform.Load.Reports;

namespace Platform.Load.Capacity;

/// <summary>What a run of <c>capacity</c> found; written as JSON, its names are snake_case and stable.</summary>
internal sealed record CapacityReport(string Plan, DateTime FinishedAt, MachineSpeed Machine, double ObjectiveMs, IReadOnlyList<CapacityFindings> Fanouts, string? LeftOut)
{
    public string Scenario => "capacity";

    /// <summary>The baseline promised nothing.</summary>
    public int ExitCode => Fanouts.All(fanout => fanout.Steps.All(step => step.IsClean || step.IsBaseline)) ? ExitCodes.Clean : ExitCodes.NotClean;
}

/// <summary>One fan-out.</summary>
/// <param name="Fanout">How many clients get each event.</param>
/// <param name="Platform">Deliveries a second.</param>
/// <param name="PlatformIsOpen">Whether it may be more: the search or the tool came to its end first.</param>
/// <param name="Stock">The same of the stock build, where it was measured.</param>
/// <param name="Steps">All steps in their order.</param>
internal sealed record CapacityFindings(int Fanout, double Platform, bool PlatformIsOpen, double? Stock, IReadOnlyList<CapacityStep> Steps)
{
    public double? Ratio => Stock > 0 ? Platform / Stock : null;
}

/// <summary>One step.</summary>
/// <param name="System">What was measured.</param>
/// <param name="IsBaseline">Whether it is what the platform is compared with.</param>
/// <param name="Deliveries">What was asked of it a second.</param>
/// <param name="Times">How long deliveries took.</param>
/// <param name="Lag">How late the tool was.</param>
/// <param name="ToolCores">The cores that the tool took.</param>
/// <param name="IsClean">Whether the ledger is.</param>
/// <param name="Counts">Whether the tool kept its send times.</param>
/// <param name="HasPassed">Whether it was within the objective.</param>
internal sealed record CapacityStep(
    string System, bool IsBaseline, double Deliveries, Percentiles Times, Percentiles Lag, double ToolCores, bool IsClean, bool Counts, bool HasPassed)
{
    // All that was asked for was also taken, or the rate is not the one that it is called.
    private const double Taken = 0.97;

    public static CapacityStep Of(LatencyReport report, double deliveries, double objectiveMs, double askedEvents) => new(
        report.System,
        report.IsBaseline,
        deliveries,
        report.Total,
        report.Lag,
        report.Processes.Where(process => process.Name == ProcessShare.LoadTool).Sum(process => process.Cores),
        report.Ledger.IsClean,
        report.Counts,
        report.Counts && report.NeverAccepted == 0 && report.Ledger.Missing == 0 && report.Total.P95 < objectiveMs && report.EventsPerSecond >= Taken * askedEvents);
}
