using Platform.Load.Measurements;
using Platform.Load.Proof;

namespace Platform.Load.Reports;

/// <summary>What a run of <c>drop</c> found; written as JSON, its names are snake_case and stable.</summary>
internal sealed record DropReport
{
    public string Scenario => "drop";

    public required string Run { get; init; }

    public required string Plan { get; init; }

    public required DateTime FinishedAt { get; init; }

    public required MachineSpeed Machine { get; init; }

    /// <summary>Connections that were cut.</summary>
    public required int Cuts { get; init; }

    /// <summary>From the cut to the answer that the channel is received again, the time away included.</summary>
    public required Percentiles Back { get; init; }

    /// <summary>From the beginning of the new connection to the last event that was due before.</summary>
    public required Percentiles Replay { get; init; }

    /// <summary>Meant to be sent → client, for those that stay, before anybody was cut off.</summary>
    public required Percentiles StayedBefore { get; init; }

    /// <summary>The same while the others were cut off.</summary>
    public required Percentiles StayedDuring { get; init; }

    public required IReadOnlyList<ProcessShare> ProcessesBefore { get; init; }

    public required IReadOnlyList<ProcessShare> ProcessesDuring { get; init; }

    /// <summary>Connections that nobody cut, and that were lost all the same.</summary>
    public required long LostByThoseThatStayed { get; init; }

    public required Percentiles Lag { get; init; }

    public required IReadOnlyDictionary<string, long> Refusals { get; init; }

    public required long ForeignDeliveries { get; init; }

    public required Verdict Ledger { get; init; }

    public required IReadOnlyList<string> Trouble { get; init; }

    public bool Counts => Lag.P99 <= LatencyReport.MaxLagMs;

    public int ExitCode => !Ledger.IsClean ? ExitCodes.NotClean : !Counts ? ExitCodes.FellBehind : ExitCodes.Clean;
}
