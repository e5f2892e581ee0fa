using Platform.Load.Measurements;
using Platform.Load.Proof;
using Platform.Load.Reports;
using Platform.Load.Subscribers;

namespace Platform.Load.Drill;

/// <summary>What a run of <c>drill</c> found; written as JSON, its names are snake_case and stable.</summary>
internal sealed record DrillReport
{
    public string Scenario => "drill";

    public required string Run { get; init; }

    public required string Plan { get; init; }

    /// <summary>With <c>--random</c>: <c>--seed</c> with it does the same again.</summary>
    public required int? Seed { get; init; }

    public required DateTime FinishedAt { get; init; }

    public MachineSpeed? Machine { get; init; }

    public required double BoundMs { get; init; }

    public required IReadOnlyList<DrillFindings> Faults { get; init; }

    /// <summary>Faults that this stack does not allow.</summary>
    public required IReadOnlyList<string> LeftOut { get; init; }

    /// <summary>Whether the run was left to see all of them through.</summary>
    public required bool IsComplete { get; init; }

    public required double ToolCores { get; init; }

    public required IReadOnlyDictionary<string, long> Refusals { get; init; }

    public required Verdict Ledger { get; init; }

    public required IReadOnlyList<string> Trouble { get; init; }

    public bool IsClean => Faults.All(fault => fault.IsClean);

    /// <summary>A time never decides.</summary>
    public int ExitCode => !IsClean ? ExitCodes.NotClean : !IsComplete ? ExitCodes.FellBehind : ExitCodes.Clean;
}

/// <summary>What one fault cost.</summary>
internal sealed record DrillFindings
{
    public required string Fault { get; init; }

    public required string What { get; init; }

    /// <summary>Whether it destroyed data, so that a loss that was told is no broken promise.</summary>
    public required bool DestroysHistory { get; init; }

    /// <summary>From its beginning until all that it hit ran again.</summary>
    public required double LastedMs { get; init; }

    /// <summary>From its beginning to the first delivery of an event sent after it.</summary>
    public required double? FirstAfterMs { get; init; }

    /// <summary>From its end, when all that it hit runs again, to the next delivery to anybody; 0: deliveries went on.</summary>
    public required double ResumedMs { get; init; }

    /// <summary>From its beginning until 95 % of the events were in time again; 0: they always were.</summary>
    public required double DisturbedMs { get; init; }

    /// <summary>Whether that was so before the patience ended.</summary>
    public required bool IsRecovered { get; init; }

    /// <summary>The longest time in which nothing came to any client.</summary>
    public required double LongestSilenceMs { get; init; }

    public required long Events { get; init; }

    /// <summary>Deliveries later than the bound.</summary>
    public required long Late { get; init; }

    /// <summary>Connections lost, each until its client received its channel again.</summary>
    public required Percentiles Disconnects { get; init; }

    public required NoticeCounts Told { get; init; }

    public required LossAccount Account { get; init; }

    /// <summary>How late the tool itself was.</summary>
    public required Percentiles Lag { get; init; }

    public string? Outcome { get; init; }

    public bool IsClean => Account.IsClean(DestroysHistory);
}
