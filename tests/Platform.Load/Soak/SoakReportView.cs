using System.Globalization;
using Platform.Load.Reports;
using Spectre.Console;

namespace Platform.Load.Soak;

/// <summary>Prints a <see cref="SoakReport"/> for people.</summary>
internal sealed class SoakReportView(IAnsiConsole console)
{
    public void Show(SoakReport report)
    {
        MachineLine.Show(console, report.Machine);
        var table = new Table().Border(TableBorder.Minimal).AddColumn("");
        foreach (var column in (string[])["first", "last", "a hour", "fit (R²)"])
        {
            table.AddColumn(new TableColumn(column).RightAligned());
        }

        table.AddColumn("");
        foreach (var series in report.Series)
        {
            table.AddRow(series.Name, Number(series.First), Number(series.Last), series.Trend.PerHour.ToString("+#,0.#;-#,0.#;0", CultureInfo.InvariantCulture), Number(series.Trend.Fit), Colored(series.Trend));
        }

        console.Write(table);
        if (report.Series.Count == 0)
        {
            console.WriteLine("no memory, handles and threads: they need the processes of a stack that ./run.sh --no-docker started here, or --redis and --rabbitmq");
        }

        console.WriteLine($"meant to be sent → client: p50 {report.Total.P50:N1}, p95 {report.Total.P95:N1}, p99 {report.Total.P99:N1}, max {report.Total.Max:N1} ms of {report.Total.Count:N0}; the tool was late by p99 {report.Lag.P99:N1} ms and took {report.ToolCores:N2} cores");
        new LedgerView(console).Show(report.Ledger, 0, report.Refusals, report.Trouble);
        console.MarkupLine(report switch
        {
            { Ledger.IsClean: false } => "[bold red]NOT CLEAN[/]: the platform broke its promise.",
            { ExitCode: ExitCodes.FellBehind } => "[bold yellow]DOES NOT COUNT[/]: clean, but this tool left its send times.",
            _ => "[bold green]CLEAN[/]: each accepted event came once and in order.",
        });
    }

    public static string Html(SoakReport report)
    {
        var page = new HtmlPage("Soak").Text(report.Plan).Text($"{report.FinishedAt:yyyy-MM-dd HH:mm} UTC, {(report.Ledger.IsClean ? "every accepted event came once and in order" : "NOT CLEAN")}");
        foreach (var series in report.Series)
        {
            page.Chart($"{series.Name}: {Word(series.Trend)}", SvgChart.Line([.. series.Samples.Select(sample => (sample[0], sample[1]))], "", "s"));
        }

        return page.ToString();
    }

    private static string Colored(Trend trend) => trend.Grows ? $"[yellow]{Word(trend)}[/]" : Word(trend);

    private static string Word(Trend trend) => trend switch
    {
        { Grows: true } => "grows",
        { Says: false } => "too short to say",
        _ => "steady",
    };

    private static string Number(double value) => value.ToString("#,0.##", CultureInfo.InvariantCulture);
}
