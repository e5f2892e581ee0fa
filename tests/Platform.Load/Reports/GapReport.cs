using Platform.Load.Measurements;
using Platform.Load.Proof;

namespace Platform.Load.Reports;

/// <summary>What a run of <c>gap</c> found; written as JSON, its names are snake_case and stable.</summary>
internal sealed record GapReport
{
    public string Scenario => "gap";

    public required string Run { get; init; }

    public required string Plan { get; init; }

    public required DateTime FinishedAt { get; init; }

    public required MachineSpeed Machine { get; init; }

    public required IReadOnlyList<GapRound> Rounds { get; init; }

    /// <summary>What this tool itself took.</summary>
    public required double ToolCores { get; init; }

    public required IReadOnlyDictionary<string, long> Refusals { get; init; }

    public required long ForeignDeliveries { get; init; }

    public required Verdict Ledger { get; init; }

    public required IReadOnlyList<string> Trouble { get; init; }

    public bool Counts => Rounds.All(round => round.Lag.P99 <= LatencyReport.MaxLagMs);

    public int ExitCode => !Ledger.IsClean ? ExitCodes.NotClean : !Counts ? ExitCodes.FellBehind : ExitCodes.Clean;

    public static string NameOf(bool goesOn) => goesOn ? "events go on" : "events fall silent";
}

/// <summary>One cut.</summary>
/// <param name="GoesOn">Whether events went on after it.</param>
/// <param name="BackAfterMs">From the end of the cut until the node listened again.</param>
/// <param name="Late">Deliveries of events that were due before that, and came after it.</param>
/// <param name="CaughtUpAfterMs">From when the node listened again until the last of these.</param>
/// <param name="Lag">How late this tool itself was.</param>
internal sealed record GapRound(bool GoesOn, double BackAfterMs, long Late, double CaughtUpAfterMs, Percentiles Lag);
