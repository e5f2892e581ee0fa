using System.Globalization;
using Spectre.Console;

namespace Platform.Load.Reports;

/// <summary>Prints a <see cref="FanoutReport"/> for people.</summary>
internal sealed class FanoutReportView(IAnsiConsole console)
{
    public void Show(FanoutStep step)
    {
        console.Write(new Rule($"{step.Deliveries:N0} deliveries/s"));
        new LatencyReportView(console).Show(step.Report);
    }

    public void Show(FanoutReport report)
    {
        console.Write(new Rule("all steps"));
        var table = new Table().Border(TableBorder.Minimal);
        foreach (var column in (string[])["deliveries/s asked for", "delivered/s", "p50, ms", "p95, ms", "p99, ms", "edges, cores", "gateway, cores", "this tool, cores"])
        {
            table.AddColumn(new TableColumn(column).RightAligned());
        }

        foreach (var (deliveries, step) in report.Steps)
        {
            table.AddRow(
                Number(deliveries, 0), Number(step.DeliveriesPerSecond, 0), Number(step.Total.P50, 1), Number(step.Total.P95, 1), Number(step.Total.P99, 1),
                Cores(step, "edge"), Cores(step, "gateway"), Cores(step, "load"));
        }

        console.Write(table);
    }

    private static string Cores(LatencyReport step, string name) =>
        Number(step.Processes.Where(process => process.Name.StartsWith(name, StringComparison.Ordinal)).Sum(process => process.Cores), 2);

    private static string Number(double value, int digits) => value.ToString($"N{digits}", CultureInfo.InvariantCulture);
}
