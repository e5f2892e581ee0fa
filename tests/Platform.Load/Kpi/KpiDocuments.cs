using System.Globalization;
using System.Text;
using Platform.Load.Reports;

namespace Platform.Load.Kpi;

/// <summary>A <see cref="KpiReport"/> to be kept: Markdown for a repository, a page with charts for people.</summary>
internal static class KpiDocuments
{
    public static string Markdown(KpiReport report)
    {
        var text = new StringBuilder().Append(CultureInfo.InvariantCulture, $"# Success metrics\n\n{Head(report)}\n\n| | target | measured | | how |\n| --- | --- | --- | --- | --- |\n");
        foreach (var row in report.Rows)
        {
            text.Append(CultureInfo.InvariantCulture, $"| {row.Name} | {row.Target} | {row.Measured} | {KpiReportView.Word(row.Verdict)} | {row.How.Replace("|", "\\|", StringComparison.Ordinal)} |\n");
        }

        text.Append("\n| run | p50, ms | p95 | p99 | max | samples | ledger |\n| --- | --- | --- | --- | --- | --- | --- |\n");
        foreach (var part in report.Parts)
        {
            var times = part.Times;
            text.Append(CultureInfo.InvariantCulture, $"| {part.Name} | {times.P50:N2} | {times.P95:N2} | {times.P99:N2} | {times.Max:N2} | {times.Count:N0} | {(part.IsClean ? "clean" : "NOT CLEAN")} |\n");
        }

        return text.ToString();
    }

    public static string Html(KpiReport report)
    {
        var page = new HtmlPage("Success metrics")
            .Text(Head(report))
            .Table(
                ["", "target", "measured", "", "how"],
                report.Rows.Select(row => new[] { (row.Name, ""), (row.Target, ""), (row.Measured, ""), (KpiReportView.Word(row.Verdict), ClassOf(row.Verdict)), (row.How, "soft") }))
            .Chart("Delivery, ms", SvgChart.Bars([.. report.Parts.SelectMany(part => new[] { ("p50", part.Times.P50), ("p95", part.Times.P95), ("p99", part.Times.P99) }
                .Select(time => ($"{part.Name} {time.Item1}", time.Item2, string.Create(CultureInfo.InvariantCulture, $"{time.Item2:N1}"))))]))
            .Chart("Sustained load, p95 by second", SvgChart.Line([.. report.Timeline.Select(step => ((double)step.Second, step.Times.P95))], "ms", "s"));
        return report.Faults.Count == 0 ? page.ToString() : page
            .Chart("Until 95 % of the probes came within a second again, s", SvgChart.Bars(
                [.. report.Faults.Select(fault => (fault.Fault, fault.DisturbedMs, string.Create(CultureInfo.InvariantCulture, $"{fault.DisturbedMs / 1000:N2}")))]))
            .ToString();
    }

    private static string Head(KpiReport report) => string.Create(
        CultureInfo.InvariantCulture,
        $"{report.Gateway}, {report.FinishedAt:yyyy-MM-dd HH:mm} UTC: {report.Plan}. Machine just before: socket round trip {report.Machine?.RoundTripMicroseconds:N0} µs, CPU loop {report.Machine?.LoopMilliseconds:N0} ms; compare only runs in which these agree. {(report.IsClean ? "Every accepted event came once and in order." : "NOT CLEAN: events were lost, doubled or disordered.")}");

    private static string ClassOf(KpiVerdict verdict) => verdict switch
    {
        KpiVerdict.Pass => "pass",
        KpiVerdict.Fail => "fail",
        _ => "other",
    };
}
