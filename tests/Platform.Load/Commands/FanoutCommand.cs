using System.CommandLine;
using Platform.Load.Producers;
using Platform.Load.Reports;
using Platform.Load.Scenarios;
using Spectre.Console;

namespace Platform.Load.Commands;

/// <summary>The verb <c>fanout</c>.</summary>
internal sealed class FanoutCommand
{
    private static readonly double[] DefaultSteps = [30_000, 60_000];

    private readonly AudienceOptions _audience = new(Via.Amqp, clients: "--subscribers", meaning: "WebSocket clients on each channel.", defaultClients: 100, defaultBundle: 1);

    private readonly Option<int> _channels = new Option<int>("--channels")
    {
        Description = "Channels (topics), each with subscribers of its own.",
        HelpName = "n",
        DefaultValueFactory = _ => 10,
    }.Between(1, 10_000);

    private readonly Option<double[]> _steps = new("--steps")
    {
        Description = "Deliveries per second, a step after the other. Events per second are these, divided by the subscribers of a channel.",
        HelpName = "n,n,…",
        DefaultValueFactory = _ => DefaultSteps,
        CustomParser = Parsers.Numbers(1, 10_000_000),
    };

    private readonly Option<double> _duration = new Option<double>("--duration")
    {
        Description = "How long each step is measured, in seconds.",
        HelpName = "s",
        DefaultValueFactory = _ => 30,
    }.Between(1, 24 * 3600);

    private readonly Option<double> _warmup = new Option<double>("--warmup")
    {
        Description = "Seconds at the same rate before that: in the ledger, not in the percentiles.",
        HelpName = "s",
        DefaultValueFactory = _ => 10,
    }.Between(0, 3600);

    public static Command Create() => new FanoutCommand().Build();

    private Command Build()
    {
        var command = new Command(
            "fanout",
            """
            Sends events to channels with many subscribers, and measures how long each takes to each of them, at one rate after the other.

            Each step connects its clients anew, warms up, and ends with its ledger. The last table has the steps beside each other, with the
            cores that edges, gateway and this tool took: where all of a machine's cores are taken, latency is that of the queue before them.
            """)
        {
            _channels, _steps, _duration, _warmup,
        };
        _audience.AddTo(command);
        command.SetVerb(async (options, console, stop) =>
        {
            var plan = Read(options);
            console.WriteLine($"{plan.Target.Gateway}: {plan.Summary}");
            var view = new FanoutReportView(console);
            var report = await new FanoutScenario(plan, new Phases(console)).RunAsync(view.Show, stop);
            view.Show(report);
            if (_audience.Json(options) is { } file)
            {
                ReportJson.Save(report, file);
            }

            return report.ExitCode;
        });
        return command;
    }

    private FanoutPlan Read(ParseResult options)
    {
        var audience = _audience.Read(options);
        return new FanoutPlan
        {
            Target = audience.Target,
            Via = _audience.Via(options),
            Producers = audience.Producers,
            Channels = options.GetValue(_channels),
            Subscribers = audience.Clients,
            Steps = options.GetValue(_steps)!,
            Warmup = TimeSpan.FromSeconds(options.GetValue(_warmup)),
            Duration = TimeSpan.FromSeconds(options.GetValue(_duration)),
            Bundle = _audience.Bundle(options),
            PayloadBytes = audience.PayloadBytes,
            Drain = _audience.Drain(options),
        };
    }
}
