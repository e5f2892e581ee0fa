using Platform.Load.Measurements;
using Platform.Load.Proof;
using Platform.Load.Reports;

namespace Platform.Load.Soak;

/// <summary>What a run of <c>soak</c> found; written as JSON, its names are snake_case and stable.</summary>
internal sealed record SoakReport
{
    public string Scenario => "soak";

    public required string Run { get; init; }

    public required string Plan { get; init; }

    public required DateTime FinishedAt { get; init; }

    public MachineSpeed? Machine { get; init; }

    public required IReadOnlyList<SoakSeries> Series { get; init; }

    public required Percentiles Total { get; init; }

    public required Percentiles Lag { get; init; }

    public required double ToolCores { get; init; }

    public required IReadOnlyDictionary<string, long> Refusals { get; init; }

    public required Verdict Ledger { get; init; }

    public required IReadOnlyList<string> Trouble { get; init; }

    /// <summary>What grows is told and fails nothing: a short run cannot tell a leak from a cache that fills.</summary>
    public int ExitCode => !Ledger.IsClean ? ExitCodes.NotClean : Lag.P99 > LatencyReport.MaxLagMs ? ExitCodes.FellBehind : ExitCodes.Clean;
}

/// <summary>One thing that was watched.</summary>
/// <param name="Name">What.</param>
/// <param name="First">At the beginning.</param>
/// <param name="Last">At the end.</param>
/// <param name="Trend">After the warm-up.</param>
/// <param name="Samples">Seconds and values.</param>
internal sealed record SoakSeries(string Name, double First, double Last, Trend Trend, IReadOnlyList<double[]> Samples)
{
    public static SoakSeries Of(string name, IReadOnlyList<(double Second, double Value)> samples, TimeSpan warmup) => new(
        name,
        samples[0].Value,
        samples[^1].Value,
        Trend.Of([.. samples.Where(sample => sample.Second >= warmup.TotalSeconds)]),
        [.. samples.Select(sample => new[] { sample.Second, sample.Value })]);
}
