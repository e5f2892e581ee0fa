using System.Globalization;
using Spectre.Console;

namespace Platform.Load.Reports;

/// <summary>Prints a <see cref="GapReport"/> for people.</summary>
internal sealed class GapReportView(IAnsiConsole console)
{
    public void Show(GapReport report)
    {
        MachineLine.Show(console, report.Machine);
        var table = new Table().Border(TableBorder.Minimal).AddColumn("after the cut");
        foreach (var column in (string[])["listens again after, ms", "late deliveries", "[bold]the last of them, ms after that[/]"])
        {
            table.AddColumn(new TableColumn(column).RightAligned());
        }

        foreach (var round in report.Rounds)
        {
            table.AddRow(GapReport.NameOf(round.GoesOn), Number(round.BackAfterMs), $"{round.Late:N0}", Number(round.CaughtUpAfterMs));
        }

        console.Write(table);
        console.WriteLine($"the tool was late by p99 {Number(report.Rounds.Max(round => round.Lag.P99))} ms and took {Number(report.ToolCores, 2)} cores");
        new LedgerView(console).Show(report.Ledger, report.ForeignDeliveries, report.Refusals, report.Trouble);
        console.MarkupLine(report switch
        {
            { Ledger.IsClean: false } => "[bold red]NOT CLEAN[/]: the platform broke its promise.",
            { Counts: false } => $"[bold yellow]DOES NOT COUNT[/]: clean, but this tool left its send times by more than {LatencyReport.MaxLagMs:0} ms.",
            _ => "[bold green]CLEAN[/]: each accepted event came once and in order.",
        });
    }

    private static string Number(double value, int digits = 0) => value.ToString($"N{digits}", CultureInfo.InvariantCulture);
}
