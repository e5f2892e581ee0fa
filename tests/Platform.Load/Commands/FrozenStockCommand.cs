using System.CommandLine;
using Platform.Load.Producers;
using Platform.Load.Reports;
using Platform.Load.Scenarios;
using Spectre.Console;

namespace Platform.Load.Commands;

/// <summary>The verb <c>frozen-stock</c>.</summary>
internal sealed class FrozenStockCommand
{
    private readonly TargetOptions _target = new();

    private readonly Option<int> _members = new Option<int>("--members")
    {
        Description = "WebSocket clients in the group, the frozen one included.",
        HelpName = "n",
        DefaultValueFactory = _ => 50,
    }.Between(2, 1_000);

    private readonly Option<double> _rate = new Option<double>("--rate")
    {
        Description = "Events per second to the group, sent evenly at times fixed in advance.",
        HelpName = "events/s",
        DefaultValueFactory = _ => 200,
    }.Between(1, 10_000);

    private readonly Option<int> _payload = new Option<int>("--payload")
    {
        Description = "Bytes of each event's data.",
        HelpName = "bytes",
        DefaultValueFactory = _ => 1_000,
    }.Between(1, 60_000);

    private readonly Option<Via> _via = new("--via")
    {
        Description = "How events come to the platform. http: POST /api/v1/events on the gateway. amqp: straight to RabbitMQ. Default: amqp.",
        HelpName = "http|amqp",
        DefaultValueFactory = _ => Via.Amqp,
    };

    public static Command Create() => new FrozenStockCommand().Build();

    private Command Build()
    {
        var command = new Command(
            "frozen-stock",
            """
            Lets one member of a group stop reading, and measures what the others get: on stock SignalR over its Redis backplane, and here.

            The stock server's two nodes run inside this tool, on the same Redis, and take the events from IHubContext; the platform is used
            through its gateway. Both get the same members, the same rate and the same bytes. docs/decisions/0002 rests on it.
            """)
        {
            _members, _rate, _payload, _via,
        };
        _target.AddTo(command);
        command.SetVerb(async (options, console, stop) =>
        {
            var plan = Read(options);
            console.WriteLine($"{plan.Target.Gateway}: {plan.Summary}");
            var report = await new FrozenStockScenario(plan, new Phases(console)).RunAsync(stop);
            new FrozenStockReportView(console).Show(report);
            return report.ExitCode;
        });
        return command;
    }

    private FrozenStockPlan Read(ParseResult options) => new()
    {
        Target = _target.Read(options),
        Via = options.GetValue(_via),
        Members = options.GetValue(_members),
        Rate = options.GetValue(_rate),
        PayloadBytes = options.GetValue(_payload),
    };
}
