using System.Globalization;
using Platform.Load.Measurements;
using Spectre.Console;

namespace Platform.Load.Reports;

/// <summary>Prints a <see cref="StormReport"/> for people.</summary>
internal sealed class StormReportView(IAnsiConsole console)
{
    public void Show(StormReport report)
    {
        MachineLine.Show(console, report.Machine);
        var table = new Table().Border(TableBorder.Minimal).AddColumn("fault").AddColumn("edge node");
        foreach (var column in (string[])["at, s", "clients away", "back: p50, ms", "p95, ms", "max, ms"])
        {
            table.AddColumn(new TableColumn(column).RightAligned());
        }

        foreach (var fault in report.Faults)
        {
            Add(fault.Fault, fault.Edge, Number(fault.AtSeconds, 1), fault.Back);
        }

        Add("[bold]all[/]", "", "", report.Back);
        console.Write(table);
        if (report.Total is { } total)
        {
            console.WriteLine($"meant to be sent → client: p50 {total.P50:N1}, p95 {total.P95:N1}, p99 {total.P99:N1}, max {total.Max:N1} ms of {total.Count:N0}; the tool was late by p99 {report.Lag.P99:N1} ms and took {report.ToolCores:N2} cores");
        }

        new LedgerView(console).Show(report.Ledger, report.ForeignDeliveries, report.Refusals, report.Trouble);
        console.MarkupLine(report switch
        {
            { Ledger.IsClean: false } => "[bold red]NOT CLEAN[/]: the platform broke its promise.",
            { Counts: false } => $"[bold yellow]DOES NOT COUNT[/]: clean, but stopped before all of the {report.PlannedFaults} faults were over.",
            _ => $"[bold green]CLEAN[/]: through {report.Faults.Count} faults each accepted event came once and in order to each client.",
        });

        void Add(string fault, string edge, string at, Percentiles back) =>
            table.AddRow(fault, edge, at, $"{back.Count:N0}", Number(back.P50, 0), Number(back.P95, 0), Number(back.Max, 0));
    }

    private static string Number(double value, int digits) => value.ToString($"N{digits}", CultureInfo.InvariantCulture);
}
