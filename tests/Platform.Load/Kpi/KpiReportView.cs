using Platform.Load.Reports;
using Spectre.Console;

namespace Platform.Load.Kpi;

/// <summary>Prints a <see cref="KpiReport"/> for people.</summary>
internal sealed class KpiReportView(IAnsiConsole console)
{
    public void Show(KpiReport report)
    {
        MachineLine.Show(console, report.Machine);
        var table = new Table().Border(TableBorder.Minimal).AddColumn("").AddColumn("target").AddColumn("measured").AddColumn("").AddColumn("how");
        foreach (var row in report.Rows)
        {
            table.AddRow(Markup.Escape(row.Name), row.Target, row.Measured, Colored(row.Verdict), Markup.Escape(row.How));
        }

        console.Write(table);
        foreach (var part in report.Parts)
        {
            console.WriteLine($"{part.Name}: the tool was late by p99 {part.Lag.P99:N1} ms and took {part.ToolCores:N2} cores");
        }

        console.MarkupLine(report.IsClean
            ? "[bold green]CLEAN[/]: in every part each accepted event came once and in order."
            : "[bold red]NOT CLEAN[/]: the platform broke its promise; run latency or drill to see the events.");
    }

    public static string Word(KpiVerdict verdict) => verdict switch
    {
        KpiVerdict.Pass => "pass",
        KpiVerdict.Fail => "fail",
        KpiVerdict.DoesNotCount => "does not count: the tool fell behind",
        _ => "not judged",
    };

    private static string Colored(KpiVerdict verdict) => verdict switch
    {
        KpiVerdict.Pass => "[green]pass[/]",
        KpiVerdict.Fail => "[red]fail[/]",
        _ => $"[yellow]{Word(verdict)}[/]",
    };
}
