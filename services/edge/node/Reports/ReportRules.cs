using Platform.Contracts.Events;
using Platform.Contracts.Hub;
using Platform.Contracts.Lanes;

namespace Platform.Edge.Reports;

/// <summary>What a report may look like: it comes from strangers, and is merged with what we measured ourselves.</summary>
internal static class ReportRules
{
    /// <summary>Histograms in a report; the types beyond are called <c>other</c> by its client.</summary>
    public const int MaxHistograms = 50;

    /// <summary>Pairs in a report: at two digits a histogram needs a hundred.</summary>
    public const int MaxValues = 2_000;

    /// <summary>Events of a stage in a report, so that a client that was sent very many can't outweigh all others at once.</summary>
    public const int MaxEvents = 100_000;

    /// <summary>What is wrong with it, or <c>null</c>.</summary>
    public static string? Fault(LatencyReport? report) => report switch
    {
        null or { Histograms: null } => "a report has 'clock_error_ms' and 'histograms'.",
        { ClockErrorMs: not (>= 0 and < double.PositiveInfinity) } => "'clock_error_ms' is not negative.",
        { Histograms.Count: > MaxHistograms } => $"a report has at most {MaxHistograms} histograms.",
        _ => report.Histograms.Select(Fault).FirstOrDefault(fault => fault is not null) ?? FaultOfSums(report),
    };

    private static string? Fault(ReportedHistogram? histogram) => histogram switch
    {
        null => "a histogram is missing.",
        { Stage: not (ReportedStages.Client or ReportedStages.Total) } => "'stage' is 'client' or 'total'.",
        { Values: null } => "a histogram has 'values'.",
        _ when !EventRules.IsEventType(histogram.EventType) => "'event_type' is an event's type.",
        _ when !LaneNames.TryParse(histogram.Priority, out _) => "'priority' is 'critical', 'high' or 'normal'.",
        { Values.Count: > MaxValues } => TooManyValues,
        _ => histogram.Values.All(IsPair) ? null : "'values' are pairs of milliseconds and a whole number of events.",
    };

    private static string? FaultOfSums(LatencyReport report) =>
        report.Histograms.Sum(histogram => histogram.Values.Count) > MaxValues ? TooManyValues
        : report.Histograms.GroupBy(histogram => histogram.Stage).Any(stage => stage.Sum(Events) > MaxEvents) ? $"a report tells of at most {MaxEvents} events in each stage."
        : null;

    /// <summary>The events that a histogram tells of.</summary>
    public static long Events(this ReportedHistogram histogram) => (long)histogram.Values.Sum(value => value[1]);

    // A clock that is a little off makes times below zero; they count as zero.
    private static bool IsPair(IReadOnlyList<double>? pair) =>
        pair is [var milliseconds, var count] && double.IsFinite(milliseconds) && count is >= 1 and <= MaxEvents && double.IsInteger(count);

    private static readonly string TooManyValues = $"a report has at most {MaxValues} values.";
}
