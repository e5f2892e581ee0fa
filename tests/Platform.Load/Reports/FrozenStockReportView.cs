using System.Globalization;
using Platform.Load.Measurements;
using Spectre.Console;

namespace Platform.Load.Reports;

/// <summary>Prints a <see cref="FrozenStockReport"/> for people.</summary>
internal sealed class FrozenStockReportView(IAnsiConsole console)
{
    private static readonly (string Name, Func<SpanFigures, double> Of)[] Figures =
    [
        ("p50", span => span.Times.P50),
        ("p95", span => span.Times.P95),
        ("p99", span => span.Times.P99),
        ("max", span => span.Times.Max),
        ("longest silence", span => span.LongestSilence),
    ];

    public void Show(FrozenStockReport report)
    {
        var (stock, platform) = (report.Stock, report.Platform);
        var table = new Table().Border(TableBorder.Minimal).AddColumn("the others, ms");
        foreach (var column in (string[])[
            $"{stock.Name}, all read", $"{platform.Name}, all read", $"{stock.Name}, one frozen", $"{platform.Name}, one frozen", "ratio, one frozen"])
        {
            table.AddColumn(new TableColumn(column).RightAligned());
        }

        foreach (var (name, of) in Figures)
        {
            table.AddRow(
                name, Number(of(stock.Before)), Number(of(platform.Before)), Number(of(stock.After)), Number(of(platform.After)),
                Number(of(stock.After) / of(platform.After)));
        }

        console.Write(table);
        ShowLedger(stock);
        ShowLedger(platform);
        console.MarkupLine(report switch
        {
            { Platform.Ledger.IsClean: false } => "[bold red]NOT CLEAN[/]: the platform broke its promise.",
            { Counts: false } => $"[bold yellow]DOES NOT COUNT[/]: this tool left its send times by more than {LatencyReport.MaxLagMs:0} ms. Free the machine.",
            _ => "[bold green]CLEAN[/]: on the platform each event came to the others once and in order.",
        });
    }

    private void ShowLedger(GroupFigures group)
    {
        var ledger = group.Ledger;
        console.WriteLine(
            $"{group.Name}: {ledger.Accepted:N0} events accepted, {ledger.Owed:N0} deliveries owed, {ledger.Missing:N0} missing, {ledger.Doubled:N0} doubled, {ledger.Disordered:N0} out of order; send times kept to p99 {group.Lag.P99:N1} ms");
        foreach (var trouble in group.Trouble)
        {
            console.WriteLine($"said on the way: {trouble}");
        }
    }

    private static string Number(double value) => value.ToString("N1", CultureInfo.InvariantCulture);
}
