using System.Text.Json.Serialization;
using Platform.Load.Measurements;
using Platform.Load.Proof;
using Platform.Load.Scenarios;

namespace Platform.Load.Reports;

/// <summary>What a run of <c>frozen</c> found; written as JSON, its names are snake_case and stable.</summary>
internal sealed record FrozenReport(string Plan, MachineSpeed Machine, IReadOnlyList<LaggardFigures> Kinds, IReadOnlyList<LaggardRound> Rounds)
{
    public string Scenario => "frozen";

    public bool IsClean => Rounds.All(round => round.Ledger.IsClean && round.Laggards.All(laggard => laggard.Holes == 0));

    public bool Counts => Rounds.All(round => round.Lag.P99 <= LatencyReport.MaxLagMs);

    public int ExitCode => !IsClean ? ExitCodes.NotClean : !Counts ? ExitCodes.FellBehind : ExitCodes.Clean;

    public static string NameOf(Lagging lagging) => lagging switch
    {
        Lagging.Frozen => "one frozen",
        Lagging.Slow => "some slow",
        _ => "all read",
    };

    /// <summary>Percentiles are those of all rounds' merged samples.</summary>
    public static FrozenReport Of(string plan, MachineSpeed machine, IReadOnlyList<LaggardRound> rounds) =>
        new(plan, machine, [.. rounds.GroupBy(round => round.Lagging).Select(group => LaggardFigures.Of(group.Key, [.. group]))], rounds);
}

/// <summary>What the others got in all rounds of one kind.</summary>
internal sealed record LaggardFigures(string Kind, SpanFigures Others, double ToolCores)
{
    public static LaggardFigures Of(Lagging lagging, IReadOnlyList<LaggardRound> rounds)
    {
        var all = new DeliverySpan();
        foreach (var round in rounds)
        {
            all.Add(round.Times);
        }

        return new LaggardFigures(FrozenReport.NameOf(lagging), all.Summarize(), rounds.Average(round => round.ToolCores));
    }
}

/// <summary>One round.</summary>
internal sealed record LaggardRound
{
    public required Lagging Lagging { get; init; }

    /// <summary>What the others got, once warm.</summary>
    [JsonIgnore]
    public required DeliverySpan Times { get; init; }

    public required Percentiles Lag { get; init; }

    /// <summary>What this tool itself took.</summary>
    public required double ToolCores { get; init; }

    /// <summary>Of the others; those that lag are owed nothing.</summary>
    public required Verdict Ledger { get; init; }

    public required IReadOnlyList<LaggardFate> Laggards { get; init; }

    public required IReadOnlyList<string> Trouble { get; init; }
}

/// <summary>What became of one that lagged.</summary>
/// <param name="Events">What it got.</param>
/// <param name="Holes">Offsets that jumped without a gap told before: a broken promise.</param>
/// <param name="ToldLost">Events in the gaps that it was told of.</param>
/// <param name="CutAfterSeconds">When its connection ended, since it began to lag; <c>null</c> if it did not.</param>
/// <param name="Why">What it was told then, or saw.</param>
internal sealed record LaggardFate(long Events, int Holes, long ToldLost, double? CutAfterSeconds, string? Why);
