using System.Globalization;
using Platform.Load.Measurements;
using Spectre.Console;

namespace Platform.Load.Reports;

/// <summary>Prints a <see cref="LatencyComparisonReport"/> for people.</summary>
internal sealed class LatencyComparisonView(IAnsiConsole console)
{
    private static readonly (string Name, Func<Percentiles, double> Of)[] Figures =
    [
        ("p50", times => times.P50), ("p95", times => times.P95), ("p99", times => times.P99), ("p99.9", times => times.P999), ("max", times => times.Max),
    ];

    private static readonly (string Name, Func<LatencyReport, long> Of)[] Counts =
    [
        ("missing", run => run.Ledger.Missing),
        ("doubled", run => run.Ledger.Doubled),
        ("out of order", run => run.Ledger.Disordered),
        ("never accepted", run => run.NeverAccepted),
    ];

    public void Show(LatencyComparisonReport report)
    {
        var (platform, baseline) = (report.Platform, report.Baseline);
        var table = new Table().Border(TableBorder.Minimal).AddColumn("");
        foreach (var column in (string[])[platform.Name, baseline.Name, $"{baseline.Name} / {platform.Name}", "by round"])
        {
            table.AddColumn(new TableColumn(column).RightAligned());
        }

        foreach (var (name, of) in Figures)
        {
            AddFigure(table, $"{name}, ms", 2, of(platform.Total), of(baseline.Total), ByRound(report, run => of(run.Total)));
        }

        AddFigure(table, "CPU µs/event, without the tool", 1, platform.CpuMicrosecondsPerEvent, baseline.CpuMicrosecondsPerEvent, "");
        foreach (var (name, of) in Counts)
        {
            table.AddRow(name, Number(platform.Runs.Sum(of), 0), Number(baseline.Runs.Sum(of), 0), "", "");
        }

        console.Write(table);
        console.WriteLine($"{platform.Runs.Count} rounds in turn; percentiles of all rounds' samples; what was never accepted is in none of them.");
    }

    private static void AddFigure(Table table, string name, int digits, double platform, double baseline, string byRound) =>
        table.AddRow(name, Number(platform, digits), Number(baseline, digits), platform > 0 ? $"[bold]{Number(baseline / platform, 2)}[/]" : "", byRound);

    private static string ByRound(LatencyComparisonReport report, Func<LatencyReport, double> of) =>
        string.Join(", ", report.Platform.Runs.Zip(report.Baseline.Runs).Select(round => $"{Number(of(round.First), 1)} : {Number(of(round.Second), 1)}"));

    private static string Number(double value, int digits) => value.ToString($"N{digits}", CultureInfo.InvariantCulture);
}
