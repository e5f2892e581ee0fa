using System.Globalization;
using Platform.Load.Measurements;
using Spectre.Console;

namespace Platform.Load.Reports;

/// <summary>Prints a <see cref="DropReport"/> for people.</summary>
internal sealed class DropReportView(IAnsiConsole console)
{
    public void Show(DropReport report)
    {
        MachineLine.Show(console, report.Machine);
        var table = new Table().Border(TableBorder.Minimal).AddColumn("ms");
        foreach (var column in (string[])["p50", "p95", "p99", "max", "samples"])
        {
            table.AddColumn(new TableColumn(column).RightAligned());
        }

        Add("[bold]replay: begins to connect → has what it missed[/]", report.Replay);
        Add("cut → receives its channel again", report.Back);
        Add("those that stay, before: meant to be sent → client", report.StayedBefore);
        Add("those that stay, while others are cut off", report.StayedDuring);
        console.Write(table);
        console.WriteLine($"{report.Cuts:N0} connections cut; p95 of those that stay: {report.StayedDuring.P95 / report.StayedBefore.P95:N2} times that before");
        if (report.LostByThoseThatStayed > 0)
        {
            console.WriteLine($"{report.LostByThoseThatStayed:N0} connections were lost that nobody cut");
        }

        console.WriteLine($"cores: {Cores(report.ProcessesBefore)} before, {Cores(report.ProcessesDuring)} while others are cut off; the tool was late by p99 {report.Lag.P99:N1} ms");
        new LedgerView(console).Show(report.Ledger, report.ForeignDeliveries, report.Refusals, report.Trouble);
        console.MarkupLine(report switch
        {
            { Ledger.IsClean: false } => "[bold red]NOT CLEAN[/]: the platform broke its promise.",
            { Counts: false } => $"[bold yellow]DOES NOT COUNT[/]: clean, but this tool left its send times by more than {LatencyReport.MaxLagMs:0} ms.",
            _ => "[bold green]CLEAN[/]: each accepted event came once and in order to each client, cut off or not.",
        });

        void Add(string name, Percentiles times) => table.AddRow(name, Number(times.P50), Number(times.P95), Number(times.P99), Number(times.Max), $"{times.Count:N0}");
    }

    private static string Cores(IReadOnlyList<ProcessShare> processes) => string.Join(", ", processes
        .Where(process => process.Cores >= 0.01)
        .OrderByDescending(process => process.Cores)
        .Select(process => $"{process.Name} {Number(process.Cores, 2)}"));

    private static string Number(double value, int digits = 1) => value.ToString($"N{digits}", CultureInfo.InvariantCulture);
}
