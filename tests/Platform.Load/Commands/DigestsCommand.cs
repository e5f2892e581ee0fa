using System.CommandLine;
using System.Globalization;
using Platform.Load.Profiling;
using Platform.Load.Reports;
using Spectre.Console;

namespace Platform.Load.Commands;

/// <summary>The verb <c>digests</c>.</summary>
internal sealed class DigestsCommand
{
    private readonly Option<double> _rate = new Option<double>("--rate") { Description = "Events per second.", HelpName = "events/s", DefaultValueFactory = _ => 5000 }.Between(1, 1_000_000);

    private readonly Option<int> _deliveries = new Option<int>("--deliveries") { Description = "Connections that an event goes to on a node.", HelpName = "n", DefaultValueFactory = _ => 1 }.Between(1, 100_000);

    private readonly Option<int> _types = new Option<int>("--types") { Description = "Event types.", HelpName = "n", DefaultValueFactory = _ => 10 }.Between(1, 100);

    public static Command Create() => new DigestsCommand().Build();

    private Command Build()
    {
        var command = new Command(
            "digests",
            """
            What it costs the services to measure themselves: a micro-benchmark in this process, no stack is needed.

            CPU per event of recording its stages, and of each second's digest with what Prometheus is told. Hold it against the CPU per event of
            the whole service, which profile prints for a running stack.
            """)
        {
            _rate, _deliveries, _types,
        };
        command.SetVerb((options, console, _) =>
        {
            Show(console, new DigestCost(options.GetValue(_rate), options.GetValue(_deliveries), options.GetValue(_types)).Measure());
            return Task.FromResult(ExitCodes.Clean);
        });
        return command;
    }

    private static void Show(IAnsiConsole console, IReadOnlyList<DigestShare> services)
    {
        var table = new Table().Border(TableBorder.Minimal).AddColumn("service");
        foreach (var column in (string[])["record, ns/event", "digest, µs/s", "CPU µs/event"])
        {
            table.AddColumn(new TableColumn(column).RightAligned());
        }

        foreach (var service in services)
        {
            table.AddRow(service.Service, Number(service.RecordNanoseconds, 0), Number(service.DigestMicroseconds, 0), Number(service.MicrosecondsPerEvent, 3));
        }

        console.Write(table);
    }

    private static string Number(double value, int digits) => value.ToString($"N{digits}", CultureInfo.InvariantCulture);
}
