using System.CommandLine;
using Platform.Load.Producers;
using Platform.Load.Reports;
using Platform.Load.Scenarios;
using Spectre.Console;

namespace Platform.Load.Commands;

/// <summary>The verb <c>drop</c>.</summary>
internal sealed class DropCommand
{
    private readonly AudienceOptions _audience = new(
        Via.Http, clients: "--stay", meaning: "WebSocket clients that are never cut off, each on a channel of its own.", defaultClients: 100);

    private readonly Option<int> _clients = new Option<int>("--clients")
    {
        Description = "WebSocket clients that are cut off, each on a channel of its own.",
        HelpName = "n",
        DefaultValueFactory = _ => 1_000,
    }.Between(1, 50_000);

    private readonly Option<double> _rate = new Option<double>("--rate")
    {
        Description = "Events per second to all of them, sent evenly at times fixed in advance.",
        HelpName = "events/s",
        DefaultValueFactory = _ => 2_000,
    }.Between(1, 1_000_000);

    private readonly Option<double> _every = new Option<double>("--every")
    {
        Description = "How long a connection lasts until it is cut, on average, in seconds.",
        HelpName = "s",
        DefaultValueFactory = _ => 15,
    }.Between(0.5, 3600);

    private readonly Option<bool> _atOnce = new("--at-once")
    {
        Description = "Cut all of them at the same moment, so that all come back at the same moment.",
    };

    private readonly Option<double> _away = new Option<double>("--away")
    {
        Description = "How long its client stays away, in seconds.",
        HelpName = "s",
        DefaultValueFactory = _ => 2,
    }.Between(0, 600);

    private readonly Option<double> _before = new Option<double>("--before")
    {
        Description = "How long everybody stays at first, for the comparison, in seconds.",
        HelpName = "s",
        DefaultValueFactory = _ => 30,
    }.Between(1, 3600);

    private readonly Option<double> _duration = new Option<double>("--duration")
    {
        Description = "How long connections are cut, in seconds.",
        HelpName = "s",
        DefaultValueFactory = _ => 120,
    }.Between(1, 24 * 3600);

    public static Command Create() => new DropCommand().Build();

    private Command Build()
    {
        var command = new Command(
            "drop",
            """
            Cuts the TCP connections of many clients again and again under load, and proves that each gets everything once.

            A cut is a RST: no close frame, nothing of what was queued. The client stays away, connects again, and subscribes from its
            position. Its replay is the time from there to the arrival of the last event that was due before it came back. Beside them stay
            clients that nobody cuts off; their latency before and meanwhile is what the returning ones cost the others.
            """)
        {
            _clients, _rate, _every, _atOnce, _away, _before, _duration,
        };
        _audience.AddTo(command);
        command.SetVerb(async (options, console, stop) =>
        {
            var plan = Read(options);
            console.WriteLine($"{plan.Audience.Target.Gateway}: {plan.Summary}");
            var report = await new DropScenario(plan, new Phases(console)).RunAsync(stop);
            new DropReportView(console).Show(report);
            if (_audience.Json(options) is { } file)
            {
                ReportJson.Save(report, file);
            }

            return report.ExitCode;
        });
        return command;
    }

    private DropPlan Read(ParseResult options) => new()
    {
        Audience = _audience.Read(options) with { Droppers = options.GetValue(_clients) },
        Rate = options.GetValue(_rate),
        Bundle = _audience.Bundle(options),
        Via = _audience.Via(options),
        Every = TimeSpan.FromSeconds(options.GetValue(_every)),
        AtOnce = options.GetValue(_atOnce),
        Away = TimeSpan.FromSeconds(options.GetValue(_away)),
        Before = TimeSpan.FromSeconds(options.GetValue(_before)),
        Duration = TimeSpan.FromSeconds(options.GetValue(_duration)),
        Drain = _audience.Drain(options),
    };
}
