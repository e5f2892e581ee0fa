using System.Globalization;
using Platform.Load.Reports;
using Spectre.Console;

namespace Platform.Load.Capacity;

/// <summary>Prints a <see cref="CapacityReport"/> for people.</summary>
internal sealed class CapacityReportView(IAnsiConsole console)
{
    public static string Line(CapacityStep step) => string.Create(
        CultureInfo.InvariantCulture,
        $"  {step.System} at {step.Deliveries:N0}/s: p50 {step.Times.P50:N1}, p95 {step.Times.P95:N1}, p99 {step.Times.P99:N1} ms; {(step.HasPassed ? "within" : step.Counts ? "not within" : "the tool fell behind")}{(step.IsClean ? "" : ", ledger NOT CLEAN")}; tool {step.ToolCores:N2} cores, late by p99 {step.Lag.P99:N1} ms");

    public void Show(CapacityReport report)
    {
        MachineLine.Show(console, report.Machine);
        var table = new Table().Border(TableBorder.Minimal).AddColumn("fan-out");
        foreach (var column in (string[])["Platform, deliveries/s", "stock", "ratio"])
        {
            table.AddColumn(new TableColumn(column).RightAligned());
        }

        foreach (var fanout in report.Fanouts)
        {
            table.AddRow($"{fanout.Fanout}", (fanout.PlatformIsOpen ? "≥ " : "") + Number(fanout.Platform, 0), fanout.Stock is { } stock ? Number(stock, 0) : "", fanout.Ratio is { } ratio ? Number(ratio, 2) : "");
        }

        console.Write(table);
        console.WriteLine($"the highest steps with p95 below {report.ObjectiveMs:0.#} ms; ≥: the tool or --to was the limit");
        if (report.LeftOut is { } leftOut)
        {
            console.WriteLine($"left out: {leftOut}");
        }

        console.MarkupLine(report.ExitCode == ExitCodes.Clean
            ? "[bold green]CLEAN[/]: in every step of the platform each accepted event came once and in order."
            : "[bold red]NOT CLEAN[/]: the platform broke its promise.");
    }

    private static string Number(double value, int digits) => value.ToString($"N{digits}", CultureInfo.InvariantCulture);
}
