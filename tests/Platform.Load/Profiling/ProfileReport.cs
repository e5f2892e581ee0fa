using Platform.Load.Measurements;
using Platform.Load.Proof;
using Platform.Load.Reports;

namespace Platform.Load.Profiling;

/// <summary>What a run of <c>profile</c> found; written as JSON, its names are snake_case and stable.</summary>
internal sealed record ProfileReport
{
    public string Scenario => "profile";

    public required string Plan { get; init; }

    public required DateTime FinishedAt { get; init; }

    public MachineSpeed? Machine { get; init; }

    /// <summary>CPU by process; sampling is part of it.</summary>
    public required IReadOnlyList<ProcessShare> Processes { get; init; }

    /// <summary>By process, what was seen most.</summary>
    public required IReadOnlyDictionary<string, MethodShares> Methods { get; init; }

    /// <summary>Why a process has no samples.</summary>
    public required IReadOnlyList<string> NotSampled { get; init; }

    public required Verdict Ledger { get; init; }

    public int ExitCode => Ledger.IsClean ? ExitCodes.Clean : ExitCodes.NotClean;
}
