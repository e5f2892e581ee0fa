using System.Globalization;
using Platform.Load.Measurements;
using Spectre.Console;

namespace Platform.Load.Reports;

/// <summary>Prints an <see cref="OverloadReport"/> for people.</summary>
internal sealed class OverloadReportView(IAnsiConsole console)
{
    private const int RowsShown = 15;

    public void Show(OverloadReport report)
    {
        MachineLine.Show(console, report.Machine);
        var capacity = report.Capacity;
        Line($"capacity of the normal lane: {capacity.EventsPerSecond:N0} events/s reached the clients while {capacity.AtRate:N0}/s were sent and its queue grew ({capacity.DrainedPerSecond:N0}/s from the queue alone, afterwards)");
        Line($"overload: {report.Offered:N0} events/s for {report.Seconds:N0} s, of which producers took up {report.Sent:N0}/s");
        ShowTimes(report);
        Line($"age of normal events on the edge since they left the queue: at most {report.Age.AtMostP95:N1} ms for 95 %, {report.Age.AtMostP99:N1} ms for 99 % (99.5 % of each part, added)");
        ShowSamples(report.Samples);
        Line($"normal queue: {report.Depth.First:N0} messages in the first quarter, {report.Depth.Last:N0} in the last, at most {report.Depth.Peak:N0}; drained {report.DrainSeconds:N1} s after the last event was sent");
        Line($"Redis: at most {report.Samples.Select(sample => sample.RedisMib).DefaultIfEmpty().Max():N0} MiB, longest output buffer {report.Samples.Select(sample => sample.OutputBufferMib).DefaultIfEmpty().Max():N1} MiB; publishers at most {report.Samples.Select(sample => sample.PublishersMib).DefaultIfEmpty().Max():N0} MiB");
        Line($"critical events left late by p99 {report.CriticalLag.P99:N1} ms of the tool's own");
        new LedgerView(console).Show(report.Ledger, report.ForeignDeliveries, report.Refusals, report.Trouble);
        ShowVerdict(report);
    }

    private void ShowTimes(OverloadReport report)
    {
        var table = new Table().Border(TableBorder.Minimal).AddColumn("ms");
        foreach (var column in (string[])["p50", "p95", "p99", "p99.9", "max", "samples"])
        {
            table.AddColumn(new TableColumn(column).RightAligned());
        }

        Add("[bold]critical: meant to be sent → client[/]", report.Critical);
        Add("high", report.High);
        Add("normal, with its wait in the queue", report.Normal);
        Add("  normal: read by the publisher → appended (batch)", report.Age.ReadToAppended);
        Add("  normal: appended → edge (backplane)", report.Age.AppendedToEdge);
        console.Write(table);

        void Add(string name, Percentiles times) => table.AddRow(
            name, Number(times.P50, 2), Number(times.P95, 2), Number(times.P99, 2), Number(times.P999, 2), Number(times.Max, 2), Number(times.Count, 0));
    }

    private void ShowSamples(IReadOnlyList<SystemSample> samples)
    {
        var table = new Table().Border(TableBorder.Minimal);
        foreach (var column in (string[])["second", "critical", "high", "normal waiting", "Redis MiB", "longest buffer MiB", "publishers MiB"])
        {
            table.AddColumn(new TableColumn(column).RightAligned());
        }

        foreach (var sample in samples.Where((_, index) => index % ((samples.Count / RowsShown) + 1) == 0))
        {
            table.AddRow(
                Number(sample.Second, 0), Number(sample.Critical, 0), Number(sample.High, 0), Number(sample.Normal, 0),
                Number(sample.RedisMib, 0), Number(sample.OutputBufferMib, 2), Number(sample.PublishersMib, 0));
        }

        console.Write(table);
    }

    private void ShowVerdict(OverloadReport report) => console.MarkupLine(report switch
    {
        { Ledger.IsClean: false } => "[bold red]NOT CLEAN[/]: the platform broke its promise.",
        { DepthRose: false } => "[bold yellow]DOES NOT COUNT[/]: clean, but the normal queue was not seen to rise: there was no overload.",
        { Counts: false } => $"[bold yellow]DOES NOT COUNT[/]: clean, but this tool left the critical events' send times by more than {LatencyReport.MaxLagMs:0} ms.",
        _ => "[bold green]CLEAN[/]: under overload each accepted event came once and in order.",
    });

    private static string Number(double value, int digits) => value.ToString($"N{digits}", CultureInfo.InvariantCulture);

    private void Line(string text) => console.WriteLine(text);
}
