using System.CommandLine;
using Platform.Load.Producers;
using Platform.Load.Reports;
using Platform.Load.Scenarios;
using Spectre.Console;

namespace Platform.Load.Commands;

/// <summary>The verb <c>overload</c>.</summary>
internal sealed class OverloadCommand
{
    private readonly AudienceOptions _audience = new(Via.Amqp);

    private readonly Option<double> _overload = new Option<double>("--overload")
    {
        Description = "What the normal lane gets, in percent of the capacity that the run measured before.",
        HelpName = "%",
        DefaultValueFactory = _ => 120,
    }.Between(1, 1000);

    private readonly Option<double> _duration = new Option<double>("--duration")
    {
        Description = "How long the overload lasts, in seconds.",
        HelpName = "s",
        DefaultValueFactory = _ => 60,
    }.Between(4, 24 * 3600);

    private readonly Option<double> _critical = new Option<double>("--critical")
    {
        Description = "Critical events per second beside it, each a message or request of its own.",
        HelpName = "events/s",
        DefaultValueFactory = _ => 50,
    }.Between(0.1, 100_000);

    private readonly Option<double> _high = new Option<double>("--high")
    {
        Description = "The same for high events.",
        HelpName = "events/s",
        DefaultValueFactory = _ => 20,
    }.Between(0.1, 100_000);

    public static Command Create() => new OverloadCommand().Build();

    private Command Build()
    {
        var command = new Command(
            "overload",
            """
            Sends more normal events than the platform can take, and measures what becomes of the critical ones meanwhile.

            First the run finds the normal lane's capacity: it sends faster and faster until the lane's queue grows, and takes what reaches the
            clients then. The overload is a share of that. Each second it looks where events wait (RabbitMQ's queues, Redis' buffers) and what
            memory they take; at the end it waits until all is delivered and proves it in the ledger. A run whose normal queue did not rise
            was no overload, and exits with 3. 429, 503 and nacks are counted: what was not accepted is not lost.
            """)
        {
            _overload, _duration, _critical, _high,
        };
        _audience.AddTo(command);
        command.SetVerb(async (options, console, stop) =>
        {
            var plan = Read(options);
            console.WriteLine($"{plan.Audience.Target.Gateway}: {plan.Summary}");
            var report = await new OverloadScenario(plan, new Phases(console)).RunAsync(stop);
            new OverloadReportView(console).Show(report);
            if (_audience.Json(options) is { } file)
            {
                ReportJson.Save(report, file);
            }

            return report.ExitCode;
        });
        return command;
    }

    private OverloadPlan Read(ParseResult options) => new()
    {
        Audience = _audience.Read(options),
        Via = _audience.Via(options),
        Bundle = _audience.Bundle(options),
        Overload = options.GetValue(_overload) / 100,
        Duration = TimeSpan.FromSeconds(options.GetValue(_duration)),
        CriticalRate = options.GetValue(_critical),
        HighRate = options.GetValue(_high),
        Drain = _audience.Drain(options),
    };
}
