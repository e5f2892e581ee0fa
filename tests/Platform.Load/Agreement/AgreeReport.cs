using Platform.Load.Measurements;
using Platform.Load.Proof;
using Platform.Load.Reports;

namespace Platform.Load.Agreement;

/// <summary>What a run of <c>agree</c> found; written as JSON, its names are snake_case and stable.</summary>
internal sealed record AgreeReport
{
    public string Scenario => "agree";

    public required DateTime FinishedAt { get; init; }

    public MachineSpeed? Machine { get; init; }

    public required IReadOnlyList<AgreePart> Doors { get; init; }

    /// <summary>Times may differ, and are printed; a count that differs is a defect.</summary>
    public int ExitCode => Doors.All(door => door.Ledger.IsClean && door.Counters.All(counter => counter.Agrees)) ? ExitCodes.Clean : ExitCodes.NotClean;
}

/// <summary>What was found of the events that came through one door.</summary>
internal sealed record AgreePart
{
    public required string Door { get; init; }

    public required string Plan { get; init; }

    /// <summary>Accepted → written to the connection, as the metrics API says.</summary>
    public required Times Api { get; init; }

    /// <summary>Accepted → at the edge node: the frame's own times, as the clients read them.</summary>
    public required Times AtNode { get; init; }

    /// <summary>The whole way as the metrics API says it, of what some clients report; <c>null</c> where it says none.</summary>
    public Times? ApiTotal { get; init; }

    /// <summary>Accepted → at the clients that report nothing.</summary>
    public required Times AtClient { get; init; }

    public required IReadOnlyList<CountedTwice> Counters { get; init; }

    public required Verdict Ledger { get; init; }
}

/// <summary>Percentiles in milliseconds.</summary>
internal sealed record Times(double P50, double P95, double P99)
{
    public static Times Of(Percentiles all) => new(all.P50, all.P95, all.P99);

    /// <summary>How much of another one's each is.</summary>
    public Times Against(Times other) => new(P50 / other.P50, P95 / other.P95, P99 / other.P99);

    /// <summary>Whether, as ratios, all are within a tenth of one.</summary>
    public bool IsWithinATenth => new[] { P50, P95, P99 }.All(ratio => ratio is >= 0.9 and <= 1.1);
}

/// <summary>Something that the platform and the ledger counted.</summary>
/// <param name="Name">What was counted, and where the platform says so.</param>
/// <param name="Ledger">What the ledger says.</param>
/// <param name="Platform">What the platform says.</param>
internal sealed record CountedTwice(string Name, long Ledger, long Platform)
{
    public bool Agrees => Ledger == Platform;
}
