using System.CommandLine;
using Platform.Load.Reports;
using Platform.Load.Rig;
using Platform.Load.Scenarios;
using Platform.ServiceDefaults.RabbitMq;

namespace Platform.Load.Commands;

/// <summary>The verb <c>consume</c>.</summary>
internal sealed class ConsumeCommand
{
    private readonly Option<Uri?> _rabbitMq = new("--rabbitmq")
    {
        Description = "RabbitMQ: amqp://user:password@host:5672/. Default: that of the stack that ./run.sh started here (.run/env of this folder or one above).",
        HelpName = "url",
        CustomParser = Parsers.Url("amqp", "amqps"),
    };

    private readonly Option<int> _messages = new Option<int>("--messages")
    {
        Description = "Messages that each reader reads in each round; single events of about 300 bytes.",
        HelpName = "n",
        DefaultValueFactory = _ => 50_000,
    }.Between(1_000, 1_000_000);

    private readonly Option<int> _rounds = new Option<int>("--rounds")
    {
        Description = "Rounds; the figures are their medians.",
        HelpName = "n",
        DefaultValueFactory = _ => 3,
    }.Between(1, 100);

    public static Command Create() => new ConsumeCommand().Build();

    private Command Build()
    {
        var command = new Command(
            "consume",
            """
            Measures what it costs to read a lane's messages: with RabbitMQ.Client as the publisher does, and with MassTransit's consumers.

            The queue is like a lane's, but the run's own, is filled before each reading, and is deleted afterwards. CPU time is that of
            this process from the first message to the last. docs/decisions/0001 rests on it.
            """)
        {
            _messages, _rounds, _rabbitMq,
        };
        command.SetVerb(async (options, console, stop) =>
        {
            var plan = new ConsumePlan(Broker(options), options.GetValue(_messages), options.GetValue(_rounds));
            new ConsumeReportView(console).Show(await new ConsumeScenario(plan, new Phases(console)).RunAsync(stop));
            return ExitCodes.Clean;
        });
        return command;
    }

    private Uri Broker(ParseResult options) =>
        options.GetValue(_rabbitMq)
        ?? (RunFile.Find(Directory.GetCurrentDirectory())?.RabbitMqUrl is { } url ? RabbitMqUrl.Parse(url)[0] : null)
        ?? throw new CannotRunException("There is no running stack here. Start one with ./run.sh --detach, or name a broker with --rabbitmq URL.");
}
