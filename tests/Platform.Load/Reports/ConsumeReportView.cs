using System.Globalization;
using Spectre.Console;

namespace Platform.Load.Reports;

/// <summary>Prints a <see cref="ConsumeReport"/> for people.</summary>
internal sealed class ConsumeReportView(IAnsiConsole console)
{
    public void Show(ConsumeReport report)
    {
        var table = new Table().Border(TableBorder.Minimal).AddColumn("reader");
        foreach (var column in (string[])["events/s", "CPU µs/event", "CPU, times the first"])
        {
            table.AddColumn(new TableColumn(column).RightAligned());
        }

        var first = report.Readers[0];
        foreach (var reader in report.Readers)
        {
            table.AddRow(reader.Name, Number(reader.EventsPerSecond, 0), Number(reader.CpuMicroseconds, 1), Number(reader.CpuMicroseconds / first.CpuMicroseconds, 1));
        }

        console.Write(table);
    }

    private static string Number(double value, int digits) => value.ToString($"N{digits}", CultureInfo.InvariantCulture);
}
