using System.Globalization;
using Platform.Load.Measurements;
using Spectre.Console;

namespace Platform.Load.Reports;

/// <summary>Prints the latency of each second, with a bar for its p95 on a scale of powers, since spikes differ by a hundred times.</summary>
internal sealed class TimelineView(IAnsiConsole console)
{
    private const int CharactersForTenfold = 10;

    public void Show(IReadOnlyList<TimelineStep> steps)
    {
        if (steps.Count == 0)
        {
            return;
        }

        var table = new Table().Border(TableBorder.Minimal).AddColumn(new TableColumn("second").RightAligned());
        foreach (var column in (string[])["p50", "p95", "max", "samples"])
        {
            table.AddColumn(new TableColumn(column).RightAligned());
        }

        table.AddColumn("p95, ms: 1 → 10 → 100 → 1,000");
        foreach (var (second, times) in steps)
        {
            table.AddRow($"{second}", Number(times.P50, 1), Number(times.P95, 1), Number(times.Max, 1), Number(times.Count, 0), Bar(times.P95));
        }

        console.Write(table);
    }

    private static string Bar(double milliseconds) => new('█', (int)Math.Round(Math.Log10(Math.Max(1, milliseconds)) * CharactersForTenfold));

    private static string Number(double value, int digits) => value.ToString($"N{digits}", CultureInfo.InvariantCulture);
}
