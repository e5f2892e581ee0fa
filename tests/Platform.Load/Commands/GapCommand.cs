using System.CommandLine;
using Platform.Load.Producers;
using Platform.Load.Reports;
using Platform.Load.Scenarios;
using Spectre.Console;

namespace Platform.Load.Commands;

/// <summary>The verb <c>gap</c>.</summary>
internal sealed class GapCommand
{
    private readonly AudienceOptions _audience = new(Via.Http);

    private readonly Option<double> _rate = new Option<double>("--rate")
    {
        Description = "Events per second, sent evenly at times fixed in advance.",
        HelpName = "events/s",
        DefaultValueFactory = _ => 2_000,
    }.Between(1, 1_000_000);

    private readonly Option<double> _cut = new Option<double>("--cut")
    {
        Description = "How long the node has no connection to Redis, in seconds.",
        HelpName = "s",
        DefaultValueFactory = _ => 5,
    }.Between(1.5, 600);

    private readonly Option<string> _edge = new("--edge")
    {
        Description = "The node, by its name in .run/env.",
        HelpName = "name",
        DefaultValueFactory = _ => "edge_1",
    };

    public static Command Create() => new GapCommand().Build();

    private Command Build()
    {
        var command = new Command(
            "gap",
            """
            Cuts an edge node's connections to Redis for some seconds under load, and measures when its clients have what they missed.

            Twice: while events go on, and while they fall silent before the node is back, so that no later event shows that some are missing.
            The node is started again with a proxy before its Redis, which cuts, and as it was when the run is over: the target is the stack
            that ./run.sh --detach --no-docker started here.
            It prints when the node listened again after the cut, and when the last delivery came of what was due before that moment.
            """)
        {
            _rate, _cut, _edge,
        };
        _audience.AddTo(command);
        command.SetVerb(async (options, console, stop) =>
        {
            var plan = Read(options);
            console.WriteLine($"{plan.Audience.Target.Gateway}: {plan.Summary}");
            var report = await new GapScenario(plan, new Phases(console)).RunAsync(stop);
            new GapReportView(console).Show(report);
            if (_audience.Json(options) is { } file)
            {
                ReportJson.Save(report, file);
            }

            return report.ExitCode;
        });
        return command;
    }

    private GapPlan Read(ParseResult options) => new()
    {
        Audience = _audience.Read(options),
        Rate = options.GetValue(_rate),
        Bundle = _audience.Bundle(options),
        Via = _audience.Via(options),
        Edge = options.GetValue(_edge)!,
        Cut = TimeSpan.FromSeconds(options.GetValue(_cut)),
        Drain = _audience.Drain(options),
    };
}
