using System.Globalization;
using Spectre.Console;

namespace Platform.Load.Reports;

/// <summary>Prints a <see cref="PublisherReport"/> for people.</summary>
internal sealed class PublisherReportView(IAnsiConsole console)
{
    private const double Mebi = 1024 * 1024;

    public void Show(PublisherReport report)
    {
        MachineLine.Show(console, report.Machine);
        ShowFigures(report.Parts);
        foreach (var part in report.Parts)
        {
            ShowProfile(part);
        }

        foreach (var part in report.Parts)
        {
            var offsets = part.Offsets;
            Line($"{part.Name}: {offsets.Expected:N0} events put in, offsets add up to {offsets.Appended:N0}; {offsets.Missing:N0} missing, {offsets.Doubled:N0} doubled");
        }

        if (report.IsProfiled)
        {
            Line("profiled: the sampling, and the settings that it needs, slow the publisher a little");
        }

        console.MarkupLine(report.ExitCode == ExitCodes.Clean
            ? "[bold green]CLEAN[/]: each event was appended once."
            : "[bold red]NOT CLEAN[/]: the platform broke its promise.");
    }

    private void ShowFigures(IReadOnlyList<PublisherFigures> parts)
    {
        var table = new Table().Border(TableBorder.Minimal).AddColumn("");
        foreach (var part in parts)
        {
            table.AddColumn(new TableColumn(part.Name).RightAligned());
        }

        Row("events", part => Number(part.Events, 0));
        Row("events/s", part => Number(part.EventsPerSecond, 0));
        Row("[bold]events/s a core of the publisher[/]", part => Number(part.EventsPerSecondACore, 0));
        Row("publisher, CPU µs/event", part => Number(part.Publisher.CpuMicrosecondsPerEvent, 1));
        foreach (var server in parts.SelectMany(part => part.Servers).Select(server => server.Name).Distinct())
        {
            Row($"{server}, CPU µs/event", part => Number(part.Servers.FirstOrDefault(each => each.Name == server)?.CpuMicrosecondsPerEvent ?? 0, 1));
        }

        Row("publisher, MiB", part => Number(part.Publisher.MemoryMib, 0));
        Row("Redis grew by, MiB (with the warm-up)", part => Number(part.RedisBytes / Mebi, 1));
        Row("  remembered ids, MiB", part => Number(part.Keys.IdBytes / Mebi, 1));
        Row("  remembered ids", part => Number(part.Keys.Ids, 0));
        Row("  bytes an id", part => Number(part.Keys.BytesPerId, 1));
        Row("  history, MiB", part => Number(part.Keys.HistoryBytes / Mebi, 1));
        Row("  history entries (frames)", part => Number(part.Keys.HistoryEntries, 0));
        console.Write(table);

        void Row(string name, Func<PublisherFigures, string> of) => table.AddRow([name, .. parts.Select(of)]);
    }

    private void ShowProfile(PublisherFigures part)
    {
        if (part.Profile is not { } profile)
        {
            return;
        }

        var table = new Table().Border(TableBorder.Minimal)
            .AddColumn(new TableColumn("share").RightAligned())
            .AddColumn($"{part.Name}: the method's own time, of {profile.Samples:N0} samples");
        foreach (var method in profile.Methods)
        {
            table.AddRow(method.Share.ToString("P1", CultureInfo.InvariantCulture), Markup.Escape(method.Method) + (method.IsKernel ? " [grey](kernel)[/]" : ""));
        }

        console.Write(table);
    }

    private static string Number(double value, int digits) => value.ToString($"N{digits}", CultureInfo.InvariantCulture);

    private void Line(string text) => console.WriteLine(text);
}
