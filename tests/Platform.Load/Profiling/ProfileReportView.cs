using System.Globalization;
using Platform.Load.Reports;
using Spectre.Console;

namespace Platform.Load.Profiling;

/// <summary>Prints a <see cref="ProfileReport"/> for people.</summary>
internal sealed class ProfileReportView(IAnsiConsole console)
{
    public void Show(ProfileReport report)
    {
        MachineLine.Show(console, report.Machine);
        var table = new Table().Border(TableBorder.Minimal).AddColumn("process");
        foreach (var column in (string[])["CPU µs/event", "cores", "MiB", "samples"])
        {
            table.AddColumn(new TableColumn(column).RightAligned());
        }

        foreach (var process in report.Processes.OrderByDescending(process => process.Cores))
        {
            table.AddRow(
                process.Name, Number(process.CpuMicrosecondsPerEvent, 1), Number(process.Cores, 2), Number(process.MemoryMib, 0),
                report.Methods.TryGetValue(process.Name, out var methods) ? Number(methods.Samples, 0) : "");
        }

        console.Write(table);
        foreach (var (name, methods) in report.Methods)
        {
            console.Write(new Rule(Markup.Escape(name)) { Justification = Justify.Left });
            foreach (var method in methods.Methods)
            {
                console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{method.Share,7:P1}  {method.Method}{(method.IsKernel ? "  (kernel)" : "")}"));
            }
        }

        foreach (var why in report.NotSampled)
        {
            console.WriteLine(why);
        }

        new LedgerView(console).Show(report.Ledger, 0, new Dictionary<string, long>(), []);
    }

    private static string Number(double value, int digits) => value.ToString($"N{digits}", CultureInfo.InvariantCulture);
}
