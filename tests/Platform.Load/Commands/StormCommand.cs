using System.CommandLine;
using Platform.Load.Producers;
using Platform.Load.Reports;
using Platform.Load.Scenarios;
using Spectre.Console;

namespace Platform.Load.Commands;

/// <summary>The verb <c>storm</c>.</summary>
internal sealed class StormCommand
{
    private readonly AudienceOptions _audience = new(Via.Http);

    private readonly Option<double> _rate = new Option<double>("--rate")
    {
        Description = "Events per second, sent evenly at times fixed in advance.",
        HelpName = "events/s",
        DefaultValueFactory = _ => 5_000,
    }.Between(1, 1_000_000);

    private readonly Option<int> _restarts = new Option<int>("--restarts")
    {
        Description = "How often all edge nodes are restarted in turn (SIGTERM, and started again when they have ended).",
        HelpName = "n",
        DefaultValueFactory = _ => 1,
    }.Between(0, 1000);

    private readonly Option<int> _kills = new Option<int>("--kills")
    {
        Description = "How often they are killed in turn (SIGKILL), after that.",
        HelpName = "n",
        DefaultValueFactory = _ => 1,
    }.Between(0, 1000);

    private readonly Option<double> _pause = new Option<double>("--pause")
    {
        Description = "Seconds of undisturbed flow before each fault, between a kill and the start, and after the last fault.",
        HelpName = "s",
        DefaultValueFactory = _ => 8,
    }.Between(1, 600);

    public static Command Create() => new StormCommand().Build();

    private Command Build()
    {
        var command = new Command(
            "storm",
            """
            Restarts the edge nodes in turn, then kills them in turn, under load, and proves that no client misses anything.

            A client that is told draining leaves after the time that it was told, one that is cut off after up to half a second; both
            connect again and resume. For each fault the report has how many were away, and how long: from the loss of the connection to the
            answer to Subscribe. Only edge nodes of the stack that ./run.sh --detach --no-docker started here are ever signalled.
            """)
        {
            _rate, _restarts, _kills, _pause,
        };
        _audience.AddTo(command);
        command.SetVerb(async (options, console, stop) =>
        {
            var plan = Read(options);
            console.WriteLine($"{plan.Audience.Target.Gateway}: {plan.Summary}");
            var report = await new StormScenario(plan, new Phases(console)).RunAsync(stop);
            new StormReportView(console).Show(report);
            if (_audience.Json(options) is { } file)
            {
                ReportJson.Save(report, file);
            }

            return report.ExitCode;
        });
        return command;
    }

    private StormPlan Read(ParseResult options) => new()
    {
        Audience = _audience.Read(options),
        Rate = options.GetValue(_rate),
        Bundle = _audience.Bundle(options),
        Via = _audience.Via(options),
        Restarts = options.GetValue(_restarts),
        Kills = options.GetValue(_kills),
        Pause = TimeSpan.FromSeconds(options.GetValue(_pause)),
        Drain = _audience.Drain(options),
    };
}
