using System.Globalization;
using Spectre.Console;

namespace Platform.Load.Reports;

/// <summary>Prints an <see cref="IdleReport"/> for people.</summary>
internal sealed class IdleReportView(IAnsiConsole console)
{
    private const double KibOfMib = 1024;

    public void Show(IdleReport report)
    {
        var table = new Table().Border(TableBorder.Minimal).AddColumn("");
        foreach (var column in (string[])["resident MiB without", "with", "KiB a connection", "heap after a full collection, MiB without", "with", "KiB a connection", "cores without", "with", "µs/s a connection"])
        {
            table.AddColumn(new TableColumn(column).RightAligned());
        }

        foreach (var (name, prefix) in ((string, string)[])[("all edges", "edge"), ("gateway", "gateway"), ("redis", "redis"), ("this tool", "load")])
        {
            var (without, with) = (report.Without, report.With);
            table.AddRow(
                name,
                Number(without.Mib(prefix)), Number(with.Mib(prefix)), Each(report, with.Mib(prefix) - without.Mib(prefix)),
                Known(without.Heap(prefix)), Known(with.Heap(prefix)),
                with.Heap(prefix) > 0 && without.Heap(prefix) > 0 ? Each(report, with.Heap(prefix) - without.Heap(prefix)) : "",
                Number(without.Cores(prefix), 3), Number(with.Cores(prefix), 3),
                Number((with.Cores(prefix) - without.Cores(prefix)) * 1e6 / report.Connections));
        }

        console.Write(table);
        console.WriteLine($"Redis was asked {report.Without.RedisCommandsPerSecond:N0} times a second without the {report.Channels:N0} channels, {report.With.RedisCommandsPerSecond:N0} with them; its data grew by {report.With.RedisMib - report.Without.RedisMib:N1} MiB");
        foreach (var lost in report.Lost)
        {
            console.WriteLine(lost);
        }

        console.MarkupLine(report.ExitCode == ExitCodes.Clean
            ? $"[bold green]CLEAN[/]: all {report.Connections:N0} connections lasted."
            : "[bold red]NOT CLEAN[/]: connections did not last.");
    }

    private static string Each(IdleReport report, double mib) => Number(mib * KibOfMib / report.Connections);

    private static string Known(double mib) => mib > 0 ? Number(mib) : "";

    private static string Number(double value, int digits = 1) => value.ToString($"N{digits}", CultureInfo.InvariantCulture);
}
