using System.Globalization;
using Platform.Load.Measurements;
using Spectre.Console;

namespace Platform.Load.Reports;

/// <summary>Prints a <see cref="LatencyReport"/> for people.</summary>
internal sealed class LatencyReportView(IAnsiConsole console)
{
    public void Show(LatencyReport report)
    {
        MachineLine.Show(console, report.Machine);
        if (report.Events > 0)
        {
            ShowTimes(report);
            new TimelineView(console).Show(report.Timeline);
            ShowRates(report);
            ShowProcesses(report);
        }

        new LedgerView(console).Show(report.Ledger, report.ForeignDeliveries, report.Refusals, report.Trouble);
        ShowVerdict(report);
    }

    private void ShowTimes(LatencyReport report)
    {
        var table = NewTable("ms", "p50", "p95", "p99", "p99.9", "max", "samples");
        AddTimes(table, "[bold]meant to be sent → client[/]", report.Total);
        foreach (var (stage, times) in report.Stages)
        {
            AddTimes(table, "  " + MeaningOf(stage), times);
        }

        console.Write(table);
    }

    private static string MeaningOf(string stage) => stage switch
    {
        "in" => "in: → accepted_at",
        "inside" => "inside: → frame made by the edge",
        _ => "out: → client",
    };

    private void ShowRates(LatencyReport report)
    {
        Line($"{report.Events:N0} events at {report.EventsPerSecond:N0}/s, {report.DeliveriesPerSecond:N0} deliveries/s, {report.BytesPerDelivery:N0} bytes each, after {report.WarmupSeconds:N0} s of warm-up");
        Line($"send times: the tool was late by p99 {report.Lag.P99:N1} ms, max {report.Lag.Max:N1}; producers waited for confirms p99 {report.HeldBack.P99:N1} ms");
        if (report.Repeats > 0)
        {
            Line($"{report.Repeats:N0} ids sent again");
        }

        if (report.Outages.Count > 0)
        {
            Line($"{report.Outages.Count:N0} connections lost and resumed, back after p50 {report.Outages.P50:N0} ms, max {report.Outages.Max:N0} ms");
        }
    }

    private void ShowProcesses(LatencyReport report)
    {
        var processes = report.Processes;
        var table = NewTable("process", "CPU µs/event", "cores", "MiB");
        foreach (var process in processes.OrderByDescending(process => process.CpuMicrosecondsPerEvent))
        {
            table.AddRow(process.Name, Number(process.CpuMicrosecondsPerEvent, 1), Number(process.Cores, 2), Number(process.MemoryMib, 0));
        }

        table.AddRow("[bold]all[/]", Number(processes.Sum(p => p.CpuMicrosecondsPerEvent), 1), Number(processes.Sum(p => p.Cores), 2), Number(processes.Sum(p => p.MemoryMib), 0));
        console.Write(table);
        if (report.IsBehind)
        {
            Line("Deliveries fell behind: what the late ones took is in no line of this table.");
        }

        if (report.ProcessesLeftOut.Count > 0)
        {
            Line($"not in the table, since they did not run all the time: {string.Join(", ", report.ProcessesLeftOut)}");
        }
    }

    private void ShowVerdict(LatencyReport report) => console.MarkupLine(report switch
    {
        { Ledger.IsClean: false, IsBaseline: true } => "[bold yellow]NOT CLEAN[/]: the baseline makes no promise; what it lost, doubled or disordered is counted above.",
        { Ledger.IsClean: false } => "[bold red]NOT CLEAN[/]: the platform broke its promise.",
        { Counts: false } => $"[bold yellow]DOES NOT COUNT[/]: clean, but this tool left its send times by more than {LatencyReport.MaxLagMs:0} ms. Lower --rate, bundle more, or free the machine.",
        { NeverAccepted: > 0 } => $"[bold yellow]CLEAN, BUT NOT ALL WAS ACCEPTED[/]: each accepted event came once and in order; {report.NeverAccepted:N0} events never got a confirm and are in no percentile.",
        _ => "[bold green]CLEAN[/]: each accepted event came once and in order.",
    });

    private static Table NewTable(params string[] columns)
    {
        var table = new Table().Border(TableBorder.Minimal);
        foreach (var column in columns)
        {
            table.AddColumn(column == columns[0] ? new TableColumn(column) : new TableColumn(column).RightAligned());
        }

        return table;
    }

    private static void AddTimes(Table table, string name, Percentiles times) => table.AddRow(
        name, Number(times.P50, 2), Number(times.P95, 2), Number(times.P99, 2), Number(times.P999, 2), Number(times.Max, 2), Number(times.Count, 0));

    private static string Number(double value, int digits) => value.ToString($"N{digits}", CultureInfo.InvariantCulture);

    private void Line(string text) => console.WriteLine(text);
}
