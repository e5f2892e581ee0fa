using System.CommandLine;
using Platform.Load.Producers;
using Platform.Load.Reports;
using Platform.Load.Scenarios;
using Spectre.Console;

namespace Platform.Load.Commands;

/// <summary>The verb <c>frozen</c>.</summary>
internal sealed class FrozenCommand
{
    private readonly AudienceOptions _audience = new(
        Via.Amqp, clients: "--members", meaning: "WebSocket clients on the channel, those that lag included.", defaultClients: 100, defaultBundle: 1, defaultPayload: 1_000);

    private readonly Option<int> _slow = new Option<int>("--slow")
    {
        Description = "How many of them read slowly in the third round.",
        HelpName = "n",
        DefaultValueFactory = _ => 10,
    }.Between(1, 1_000);

    private readonly Option<int> _slowBytes = new Option<int>("--slow-bytes")
    {
        Description = "What each of these reads a second.",
        HelpName = "bytes/s",
        DefaultValueFactory = _ => 2_048,
    }.Between(1, 100_000_000);

    private readonly Option<double> _rate = new Option<double>("--rate")
    {
        Description = "Events per second to the channel, sent evenly at times fixed in advance.",
        HelpName = "events/s",
        DefaultValueFactory = _ => 100,
    }.Between(1, 10_000);

    private readonly Option<double> _duration = new Option<double>("--duration")
    {
        Description = "How long a round counts, in seconds.",
        HelpName = "s",
        DefaultValueFactory = _ => 20,
    }.Between(1, 3600);

    private readonly Option<int> _rounds = new Option<int>("--rounds")
    {
        Description = "How often the three are done in turn; percentiles are those of all rounds' samples.",
        HelpName = "n",
        DefaultValueFactory = _ => 2,
    }.Between(1, 100);

    public static Command Create() => new FrozenCommand().Build();

    private Command Build()
    {
        var command = new Command(
            "frozen",
            """
            Measures what the readers of a channel get while one of them is frozen, and while some read slowly, against a round in which all read.

            The frozen one stops reading and leaves its socket open. Those that lag have receive buffers and segments as over a network, since
            loopback would take megabytes for each. What became of each is told: read on from history, or disconnected; an offset that jumps
            without a gap told before is a broken promise also to them. frozen-stock does the same to stock SignalR.
            """)
        {
            _slow, _slowBytes, _rate, _duration, _rounds,
        };
        _audience.AddTo(command);
        command.SetVerb(async (options, console, stop) =>
        {
            var plan = Read(options);
            console.WriteLine($"{plan.Target.Gateway}: {plan.Summary}");
            var report = await new FrozenScenario(plan, new Phases(console)).RunAsync(stop);
            new FrozenReportView(console).Show(report);
            if (_audience.Json(options) is { } file)
            {
                ReportJson.Save(report, file);
            }

            return report.ExitCode;
        });
        return command;
    }

    private FrozenPlan Read(ParseResult options)
    {
        var audience = _audience.Read(options);
        return new FrozenPlan
        {
            Target = audience.Target,
            Via = _audience.Via(options),
            Members = audience.Clients,
            Slow = Math.Min(options.GetValue(_slow), audience.Clients - 1),
            SlowBytesPerSecond = options.GetValue(_slowBytes),
            Rate = options.GetValue(_rate),
            PayloadBytes = audience.PayloadBytes,
            Duration = TimeSpan.FromSeconds(options.GetValue(_duration)),
            Warmup = TimeSpan.FromSeconds(5),
            Rounds = options.GetValue(_rounds),
            Drain = _audience.Drain(options),
        };
    }
}
