using System.Globalization;
using Platform.Load.Reports;
using Spectre.Console;

namespace Platform.Load.Drill;

/// <summary>Prints a <see cref="DrillReport"/> for people.</summary>
internal sealed class DrillReportView(IAnsiConsole console)
{
    public void Show(DrillReport report)
    {
        MachineLine.Show(console, report.Machine);
        var table = new Table().Border(TableBorder.Minimal).AddColumn("fault");
        foreach (var column in (string[])["lasted, s", "flows after its end, s", "first event after, s", $"p95 < {report.BoundMs:0} ms after, s", "silence, s"])
        {
            table.AddColumn(new TableColumn(column).RightAligned());
        }

        table.AddColumn("clients were told").AddColumn("ledger");
        foreach (var fault in report.Faults)
        {
            table.AddRow(
                fault.Fault,
                Seconds(fault.LastedMs),
                fault.FirstAfterMs is null ? "never" : fault.ResumedMs == 0 ? "at once" : Seconds(fault.ResumedMs),
                fault.FirstAfterMs is { } first ? Seconds(first) : "never",
                fault.IsRecovered ? fault.DisturbedMs == 0 ? "always" : Seconds(fault.DisturbedMs) : "not yet",
                Seconds(fault.LongestSilenceMs),
                Told(fault),
                Ledger(fault));
        }

        console.Write(table);
        console.WriteLine("Seconds are from the beginning of the fault, unless they are from its end.");
        if (report.LeftOut.Count > 0)
        {
            console.WriteLine($"left out, since they need what this stack does not have (servers of its own, --brokers, --redis; see ./run.sh --help) or --other: {string.Join(", ", report.LeftOut)}");
        }

        console.WriteLine($"the tool took {report.ToolCores:N2} cores, and was late by p99 {report.Faults.Select(fault => fault.Lag.P99).DefaultIfEmpty().Max():N1} ms at most");
        if (report.Seed is { } seed)
        {
            console.WriteLine($"--seed {seed} does the same faults again");
        }

        new LedgerView(console).Show(report.Ledger, 0, report.Refusals, report.Trouble);
        console.MarkupLine(report switch
        {
            { IsClean: false } => $"[bold red]NOT CLEAN[/] after {string.Join(", ", report.Faults.Where(fault => !fault.IsClean).Select(fault => fault.Fault))}: the platform broke its promise.",
            { IsComplete: false } => "[bold yellow]DOES NOT COUNT[/]: clean, but stopped before all faults were over.",
            _ => $"[bold green]CLEAN[/]: through {report.Faults.Count} faults no accepted event was lost without a word, doubled or out of order.",
        });
    }

    public static string Told(DrillFindings fault)
    {
        var parts = new List<string>();
        Add(fault.Disconnects.Count, "disconnects");
        Add(fault.Told.Draining, "draining");
        Add(fault.Told.Epochs, "new epochs");
        Add(fault.Told.Gaps, "gaps");
        parts.AddRange(fault.Outcome is { } outcome ? [outcome] : []);
        return parts.Count == 0 ? "nothing" : string.Join(", ", parts);

        void Add(long count, string name)
        {
            if (count > 0)
            {
                parts.Add(string.Create(CultureInfo.InvariantCulture, $"{count:N0} {name}"));
            }
        }
    }

    public static string Ledger(DrillFindings fault) => fault switch
    {
        { IsClean: true, Account.Missing: 0 } => "clean",
        { IsClean: true } => $"clean: {fault.Account.Told:N0} lost, all told",
        _ => $"NOT CLEAN: {fault.Account.Missing:N0} missing ({fault.Account.Told:N0} told), {fault.Account.Doubled:N0} doubled, {fault.Account.Disordered:N0} out of order, {fault.Account.Unexpected:N0} unexpected",
    };

    private static string Seconds(double milliseconds) => (milliseconds / 1000).ToString("N2", CultureInfo.InvariantCulture);
}
