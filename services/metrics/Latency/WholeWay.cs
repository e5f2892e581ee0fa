using Platform.Contracts.Latency;
using Platform.Metrics.Window;

namespace Platform.Metrics.Latency;

/// <summary>
/// What stands for the whole way of events: what clients report where enough of them do, else what the edges measured. Guarantee: it is
/// decided once an answer, for all its slots, lanes and types; no figure holds both measures, and the answer says which one it has.
/// </summary>
internal sealed class WholeWay
{
    public WholeWay(IEnumerable<(Series Series, ValueCounts Values)> measured, double minReportedShare)
    {
        var (written, handled) = (0L, 0L);
        foreach (var (series, values) in measured)
        {
            written += series.Stage == Stage.Total ? values.Total : 0;
            handled += series.Stage == Stage.Handled ? values.Total : 0;
        }

        // What was delivered from history was not written live, but is reported like everything else.
        ReportedShare = handled == 0 ? 0 : Math.Min(1, (double)handled / written);
        IsReported = handled > 0 && ReportedShare >= minReportedShare;
    }

    public bool IsReported { get; }

    /// <summary>The share of the deliveries that clients reported.</summary>
    public double ReportedShare { get; }

    /// <summary>What was measured of it.</summary>
    public Stage Stage => IsReported ? Stage.Handled : Stage.Total;

    /// <summary>The stage that a name asks for.</summary>
    public Stage Find(string name) => StageNames.Find(name) ?? Stage;
}
