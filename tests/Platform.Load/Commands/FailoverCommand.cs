using System.CommandLine;
using Platform.Contracts.Lanes;
using Platform.Load.Producers;
using Platform.Load.Reports;
using Platform.Load.Scenarios;
using Spectre.Console;

namespace Platform.Load.Commands;

/// <summary>The verb <c>failover</c>.</summary>
internal sealed class FailoverCommand
{
    private readonly AudienceOptions _audience = new(Via.Http);

    private readonly Option<double> _rate = new Option<double>("--rate")
    {
        Description = "Events per second, sent evenly at times fixed in advance.",
        HelpName = "events/s",
        DefaultValueFactory = _ => 5000,
    }.Between(1, 1_000_000);

    private readonly Option<Lane?> _lane = new("--lane")
    {
        Description = "The lane whose active publisher is hit. Default: normal.",
        HelpName = "critical|high|normal",
    };

    private readonly Option<int> _kills = new Option<int>("--kills")
    {
        Description = "How often it is killed (SIGKILL). It is started again once the other has taken over.",
        HelpName = "n",
        DefaultValueFactory = _ => 3,
    }.Between(0, 1000);

    private readonly Option<int> _freezes = new Option<int>("--freezes")
    {
        Description = "How often it is frozen (SIGSTOP, then SIGCONT), after that.",
        HelpName = "n",
        DefaultValueFactory = _ => 2,
    }.Between(0, 1000);

    private readonly Option<double> _freezeFor = new Option<double>("--freeze-for")
    {
        Description = "How long it stays frozen, in seconds.",
        HelpName = "s",
        DefaultValueFactory = _ => 10,
    }.Between(0.1, 600);

    private readonly Option<double> _pause = new Option<double>("--pause")
    {
        Description = "Seconds of undisturbed flow before each fault, between a kill and the restart, and after the last fault.",
        HelpName = "s",
        DefaultValueFactory = _ => 8,
    }.Between(3, 600);

    public static Command Create() => new FailoverCommand().Build();

    private Command Build()
    {
        var command = new Command(
            "failover",
            """
            Kills and freezes the publisher that works, under load, and proves that the other one goes on without losing anything.

            Start the stack with ./run.sh --detach --no-docker --publishers 2. For each fault the report has the longest time in which nothing
            came to any client, and when events flowed again; then the ledger of all that was sent. Which publisher is the active one, the
            publishers' own latency digests say. Only publishers of that stack are ever signalled, and none is left frozen.
            """)
        {
            _rate, _lane, _kills, _freezes, _freezeFor, _pause,
        };
        _audience.AddTo(command);
        command.SetVerb(async (options, console, stop) =>
        {
            var plan = Read(options);
            console.WriteLine($"{plan.Audience.Target.Gateway}: {plan.Summary}");
            var report = await new FailoverScenario(plan, new Phases(console)).RunAsync(stop);
            new FailoverReportView(console).Show(report);
            if (_audience.Json(options) is { } file)
            {
                ReportJson.Save(report, file);
            }

            return report.ExitCode;
        });
        return command;
    }

    private FailoverPlan Read(ParseResult options) => new()
    {
        Audience = _audience.Read(options),
        Rate = options.GetValue(_rate),
        Bundle = _audience.Bundle(options),
        Via = _audience.Via(options),
        Lane = options.GetValue(_lane) ?? Lane.Normal,
        Kills = options.GetValue(_kills),
        Freezes = options.GetValue(_freezes),
        FreezeFor = TimeSpan.FromSeconds(options.GetValue(_freezeFor)),
        Pause = TimeSpan.FromSeconds(options.GetValue(_pause)),
        Drain = _audience.Drain(options),
    };
}
