using Platform.Load.Measurements;
using Platform.Load.Proof;

namespace Platform.Load.Reports;

/// <summary>What a run of <c>storm</c> found; written as JSON, its names are snake_case and stable.</summary>
internal sealed record StormReport
{
    public string Scenario => "storm";

    public required string Run { get; init; }

    public required string Plan { get; init; }

    public required DateTime FinishedAt { get; init; }

    /// <summary>How fast the machine was just before.</summary>
    public MachineSpeed? Machine { get; init; }

    public required int PlannedFaults { get; init; }

    /// <summary>Whether the run was left to see all of them through.</summary>
    public required bool IsComplete { get; init; }

    public required IReadOnlyList<StormFindings> Faults { get; init; }

    /// <summary>From the loss of a connection to the answer that its channel is received again, of all faults.</summary>
    public required Percentiles Back { get; init; }

    /// <summary>From the moment an event was meant to be sent to the moment a client had it, those that were away included.</summary>
    public Percentiles? Total { get; init; }

    public required Percentiles Lag { get; init; }

    /// <summary>What this tool itself took.</summary>
    public double ToolCores { get; init; }

    public required IReadOnlyDictionary<string, long> Refusals { get; init; }

    public required long ForeignDeliveries { get; init; }

    public required Verdict Ledger { get; init; }

    public required IReadOnlyList<string> Trouble { get; init; }

    /// <summary>A run that was stopped before proves less than it was asked to.</summary>
    public bool Counts => IsComplete;

    public int ExitCode => !Ledger.IsClean ? ExitCodes.NotClean : !Counts ? ExitCodes.FellBehind : ExitCodes.Clean;
}

/// <summary>What one fault cost.</summary>
/// <param name="Fault"><c>restart</c> or <c>kill</c>.</param>
/// <param name="Edge">The node.</param>
/// <param name="AtSeconds">When, in seconds since the run began.</param>
/// <param name="Back">How long the clients that it hit were away; their number is its count.</param>
internal sealed record StormFindings(string Fault, string Edge, double AtSeconds, Percentiles Back);
