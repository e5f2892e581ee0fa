namespace Platform.Load.Reports;

/// <summary>What a run of <c>fanout</c> found; written as JSON, its names are snake_case and stable.</summary>
internal sealed record FanoutReport(string Plan, IReadOnlyList<FanoutStep> Steps)
{
    public string Scenario => "fanout";

    /// <summary>The worst of its steps: a broken promise weighs more than a figure that does not count.</summary>
    public int ExitCode =>
        Steps.Any(step => step.Report.ExitCode == ExitCodes.NotClean) ? ExitCodes.NotClean
        : Steps.All(step => step.Report.Counts) ? ExitCodes.Clean
        : ExitCodes.FellBehind;
}

/// <summary>One rate.</summary>
/// <param name="Deliveries">Deliveries a second that were asked for.</param>
/// <param name="Report">What came of it.</param>
internal sealed record FanoutStep(double Deliveries, LatencyReport Report);
