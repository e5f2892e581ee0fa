using Platform.Contracts.Latency;
using Platform.Metrics.Window;

namespace Platform.Metrics.Latency;

/// <summary>
/// What stands for the whole way of events: what clients report where enough of them do, else what the edges measured. The two are
/// never mixed.
/// </summary>
internal sealed class WholeWay
{
    public WholeWay(IReadOnlyList<(Series Series, ValueCounts Values)> measured, double minReportedShare)
    {
        var written = Of(Stage.Total);
        var handled = Of(Stage.Handled);
        var deliveries = written.Sum(one => one.Values.Total);
        ReportedShare = deliveries == 0 ? 0 : Math.Min(1, (double)handled.Sum(one => one.Values.Total) / deliveries);
        IsReported = handled.Count > 0 && ReportedShare >= minReportedShare;
        Measured = IsReported ? handled : written;

        List<(Series Series, ValueCounts Values)> Of(Stage stage) => [.. measured.Where(one => one.Series.Stage == stage)];
    }

    public IReadOnlyList<(Series Series, ValueCounts Values)> Measured { get; }

    public bool IsReported { get; }

    /// <summary>The share of the deliveries that clients reported.</summary>
    public double ReportedShare { get; }

    /// <summary>What was measured of a stage by its name, or of the whole way.</summary>
    public static IReadOnlyList<(Series Series, ValueCounts Values)> Of(
        string stage, IReadOnlyList<(Series Series, ValueCounts Values)> measured, double minReportedShare) =>
        StageNames.Find(stage) is { } one ? [.. measured.Where(part => part.Series.Stage == one)] : new WholeWay(measured, minReportedShare).Measured;
}
