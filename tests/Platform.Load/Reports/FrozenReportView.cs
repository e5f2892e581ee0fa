using System.Globalization;
using Platform.Load.Measurements;
using Spectre.Console;

namespace Platform.Load.Reports;

/// <summary>Prints a <see cref="FrozenReport"/> for people.</summary>
internal sealed class FrozenReportView(IAnsiConsole console)
{
    private static readonly (string Name, Func<SpanFigures, double> Of)[] Figures =
    [
        ("p50", span => span.Times.P50),
        ("p95", span => span.Times.P95),
        ("p99", span => span.Times.P99),
        ("max", span => span.Times.Max),
        ("longest silence", span => span.LongestSilence),
    ];

    public void Show(FrozenReport report)
    {
        MachineLine.Show(console, report.Machine);
        ShowTimes(report);
        foreach (var round in report.Rounds)
        {
            Show(round);
        }

        console.MarkupLine(report switch
        {
            { IsClean: false } => "[bold red]NOT CLEAN[/]: the platform broke its promise.",
            { Counts: false } => $"[bold yellow]DOES NOT COUNT[/]: clean, but this tool left its send times by more than {LatencyReport.MaxLagMs:0} ms. Free the machine.",
            _ => "[bold green]CLEAN[/]: each event came to the others once and in order, and whoever lagged was told of every gap.",
        });
    }

    private void ShowTimes(FrozenReport report)
    {
        var baseline = report.Kinds[0];
        var table = new Table().Border(TableBorder.Minimal).AddColumn("the others, ms");
        foreach (var kind in report.Kinds)
        {
            table.AddColumn(new TableColumn(kind.Kind).RightAligned());
        }

        foreach (var kind in report.Kinds.Skip(1))
        {
            table.AddColumn(new TableColumn($"{kind.Kind} / {baseline.Kind}").RightAligned());
        }

        foreach (var (name, of) in Figures)
        {
            table.AddRow([
                name,
                .. report.Kinds.Select(kind => Number(of(kind.Others), 1)),
                .. report.Kinds.Skip(1).Select(kind => Number(of(kind.Others) / of(baseline.Others), 2))]);
        }

        table.AddRow([
            "this tool, cores", .. report.Kinds.Select(kind => Number(kind.ToolCores, 2)), .. report.Kinds.Skip(1).Select(_ => "")]);
        console.Write(table);
    }

    private void Show(LaggardRound round)
    {
        var ledger = round.Ledger;
        console.WriteLine(
            $"{FrozenReport.NameOf(round.Lagging)}: p95 {round.Times.Summarize().Times.P95:N1} ms; {ledger.Accepted:N0} events accepted, {ledger.Owed:N0} deliveries owed, {ledger.Missing:N0} missing, {ledger.Doubled:N0} doubled, {ledger.Disordered:N0} out of order; send times kept to p99 {round.Lag.P99:N1} ms");
        foreach (var fate in round.Laggards.GroupBy(Describe))
        {
            console.WriteLine($"  {fate.Count()} that lagged: {fate.Key}");
        }

        foreach (var trouble in round.Trouble)
        {
            console.WriteLine($"  said on the way: {trouble}");
        }
    }

    private static string Describe(LaggardFate fate) =>
        (fate.CutAfterSeconds is { } seconds ? $"disconnected after {seconds:N0} s{(fate.Why is null ? "" : $" ({fate.Why})")}" : "socket open at the end")
        + $", {fate.Holes} offset jumps, {(fate.ToldLost == 0 ? "no gap" : "gaps")} told";

    private static string Number(double value, int digits) => value.ToString($"N{digits}", CultureInfo.InvariantCulture);
}
