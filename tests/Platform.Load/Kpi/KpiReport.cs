using Platform.Load.Drill;
using Platform.Load.Measurements;
using Platform.Load.Reports;

namespace Platform.Load.Kpi;

/// <summary>What a run of <c>kpi</c> found; written as JSON, its names are snake_case and stable.</summary>
internal sealed record KpiReport
{
    public string Scenario => "kpi";

    public required string Plan { get; init; }

    public required string Gateway { get; init; }

    public required DateTime FinishedAt { get; init; }

    public MachineSpeed? Machine { get; init; }

    public required IReadOnlyList<KpiRow> Rows { get; init; }

    /// <summary>The runs behind the rows.</summary>
    public required IReadOnlyList<KpiPart> Parts { get; init; }

    public required IReadOnlyList<DrillFindings> Faults { get; init; }

    /// <summary>The latency of each second of the sustained load.</summary>
    public required IReadOnlyList<TimelineStep> Timeline { get; init; }

    /// <summary>Whether each part's ledger is.</summary>
    public required bool IsClean { get; init; }

    /// <summary>A missed target is told in its row; only a broken promise fails the run.</summary>
    public int ExitCode => IsClean ? ExitCodes.Clean : ExitCodes.NotClean;
}

/// <summary>One run with its latencies.</summary>
/// <param name="Name">What it is.</param>
/// <param name="Plan">What was sent.</param>
/// <param name="Times">From the moment an event was meant to be sent to the moment a client had it.</param>
/// <param name="Lag">How late the tool itself was.</param>
/// <param name="ToolCores">The cores that the tool took.</param>
/// <param name="IsClean">Whether its ledger is.</param>
internal sealed record KpiPart(string Name, string Plan, Percentiles Times, Percentiles Lag, double ToolCores, bool IsClean)
{
    public static KpiPart Of(string name, LatencyReport report) => new(
        name, report.Plan, report.Total, report.Lag, report.Processes.Where(process => process.Name == ProcessShare.LoadTool).Sum(process => process.Cores), report.Ledger.IsClean);
}
