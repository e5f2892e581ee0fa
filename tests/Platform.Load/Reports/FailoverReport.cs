using Platform.Load.Measurements;
using Platform.Load.Proof;
using Platform.Load.Scenarios;

namespace Platform.Load.Reports;

/// <summary>What a run of <c>failover</c> found; written as JSON, its names are snake_case and stable.</summary>
internal sealed record FailoverReport
{
    public string Scenario => "failover";

    public required string Run { get; init; }

    public required string Plan { get; init; }

    public required DateTime FinishedAt { get; init; }

    /// <summary>How fast the machine was just before.</summary>
    public MachineSpeed? Machine { get; init; }

    public required int PlannedFaults { get; init; }

    /// <summary>Whether the run was left to see all of them through.</summary>
    public required bool IsComplete { get; init; }

    public required IReadOnlyList<FaultFindings> Faults { get; init; }

    /// <summary>The longest time in the whole run in which nothing came to any client; 0: none was as long as 50 ms.</summary>
    public required double LongestPauseMs { get; init; }

    /// <summary>From the moment an event was meant to be sent to the moment a client had it, those that waited for a takeover included.</summary>
    public required Percentiles Total { get; init; }

    public required Percentiles Lag { get; init; }

    public required IReadOnlyDictionary<string, long> Refusals { get; init; }

    public required long ForeignDeliveries { get; init; }

    public required Verdict Ledger { get; init; }

    public required IReadOnlyList<string> Trouble { get; init; }

    /// <summary>A run that was stopped before proves less than it was asked to.</summary>
    public bool Counts => IsComplete;

    public int ExitCode => !Ledger.IsClean ? ExitCodes.NotClean : !Counts ? ExitCodes.FellBehind : ExitCodes.Clean;
}

/// <summary>What one fault cost.</summary>
/// <param name="Fault"><c>kill</c> or <c>freeze</c>.</param>
/// <param name="Publisher">The active one, which it hit.</param>
/// <param name="AtSeconds">When, in seconds since the run began.</param>
/// <param name="LongestPauseMs">The longest time until the next fault in which nothing came to any client; 0: none was as long as 50 ms.</param>
/// <param name="RecoveredAfterMs">From the fault to the first event after that pause.</param>
internal sealed record FaultFindings(string Fault, string Publisher, double AtSeconds, double LongestPauseMs, double RecoveredAfterMs)
{
    /// <param name="struck">The fault.</param>
    /// <param name="until">The next one, or the end.</param>
    /// <param name="silences">When nothing came.</param>
    public static FaultFindings Of(StruckPublisher struck, long until, Silences silences)
    {
        // A pause that only just began when the next fault struck is what that one cost: it began with the last event before it.
        var longest = silences.Longest(struck.At, until - Silences.Shortest);
        return new FaultFindings(
            struck.Fault.ToString().ToLowerInvariant(),
            struck.Publisher,
            struck.At / 1e6,
            (longest?.Length ?? 0) / 1000.0,
            longest is null ? 0 : (longest.To - struck.At) / 1000.0);
    }
}
