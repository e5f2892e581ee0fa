using Platform.Load.Measurements;
using Platform.Load.Proof;

namespace Platform.Load.Reports;

/// <summary>What a run of <c>frozen-stock</c> found. The promise is the platform's alone; the stock server made none.</summary>
internal sealed record FrozenStockReport(GroupFigures Stock, GroupFigures Platform)
{
    public bool Counts => Stock.Lag.P99 <= LatencyReport.MaxLagMs && Platform.Lag.P99 <= LatencyReport.MaxLagMs;

    public int ExitCode => !Platform.Ledger.IsClean ? ExitCodes.NotClean : !Counts ? ExitCodes.FellBehind : ExitCodes.Clean;
}

/// <summary>What the members that went on reading got.</summary>
internal sealed record GroupFigures
{
    public required string Name { get; init; }

    /// <summary>While all members read.</summary>
    public required SpanFigures Before { get; init; }

    /// <summary>Since one stopped.</summary>
    public required SpanFigures After { get; init; }

    public required Percentiles Lag { get; init; }

    public required Verdict Ledger { get; init; }

    public required IReadOnlyList<string> Trouble { get; init; }
}
