using System.Globalization;
using Platform.Load.Measurements;
using Spectre.Console;

namespace Platform.Load.Reports;

/// <summary>Prints a <see cref="FailoverReport"/> for people.</summary>
internal sealed class FailoverReportView(IAnsiConsole console)
{
    public void Show(FailoverReport report)
    {
        MachineLine.Show(console, report.Machine);
        var table = new Table().Border(TableBorder.Minimal).AddColumn("fault").AddColumn("active publisher");
        foreach (var column in (string[])["at, s", "longest pause, ms", "first event after it, ms from the fault"])
        {
            table.AddColumn(new TableColumn(column).RightAligned());
        }

        foreach (var fault in report.Faults)
        {
            table.AddRow(fault.Fault, fault.Publisher, Number(fault.AtSeconds), Pause(fault.LongestPauseMs), Pause(fault.RecoveredAfterMs));
        }

        console.Write(table);
        console.WriteLine($"longest pause of the run: {Pause(report.LongestPauseMs)} ms in which nothing came to any client");
        console.WriteLine($"meant to be sent → client: p50 {report.Total.P50:N1}, p95 {report.Total.P95:N1}, p99 {report.Total.P99:N1}, max {report.Total.Max:N1} ms of {report.Total.Count:N0}; the tool was late by p99 {report.Lag.P99:N1} ms");
        new LedgerView(console).Show(report.Ledger, report.ForeignDeliveries, report.Refusals, report.Trouble);
        console.MarkupLine(report switch
        {
            { Ledger.IsClean: false } => "[bold red]NOT CLEAN[/]: the platform broke its promise.",
            { Counts: false } => $"[bold yellow]DOES NOT COUNT[/]: clean, but stopped before all of the {report.PlannedFaults} faults were over.",
            _ => $"[bold green]CLEAN[/]: through {report.Faults.Count} faults each accepted event came once and in order.",
        });
    }

    private static string Pause(double milliseconds) =>
        milliseconds == 0 ? $"< {Silences.Shortest / 1000}" : Number(milliseconds);

    private static string Number(double value) => value.ToString("N1", CultureInfo.InvariantCulture);
}
