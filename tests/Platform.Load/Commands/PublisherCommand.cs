using System.CommandLine;
using Platform.Contracts.Lanes;
using Platform.Load.Reports;
using Platform.Load.Scenarios;
using Spectre.Console;

namespace Platform.Load.Commands;

/// <summary>The verb <c>publisher</c>.</summary>
internal sealed class PublisherCommand
{
    private readonly TargetOptions _target = new();

    private readonly Option<int> _events = new Option<int>("--events")
    {
        Description = "Events that count, in singles and again in bundles.",
        HelpName = "n",
        DefaultValueFactory = _ => 200_000,
    }.Between(1_000, 5_000_000);

    private readonly Option<int> _warmup = new Option<int>("--warmup")
    {
        Description = "Events before them, which a fresh process needs to be compiled.",
        HelpName = "n",
        DefaultValueFactory = _ => 50_000,
    }.Between(1, 5_000_000);

    private readonly Option<int> _bundle = new Option<int>("--bundle")
    {
        Description = "Events in one message of the second part.",
        HelpName = "n",
        DefaultValueFactory = _ => 20,
    }.Between(2, 1000);

    private readonly Option<int> _channels = new Option<int>("--channels")
    {
        Description = "User channels that the events go to in turn. The run has its own; nobody listens to them.",
        HelpName = "n",
        DefaultValueFactory = _ => 1000,
    }.Between(1, 100_000);

    private readonly Option<int> _payload = new Option<int>("--payload")
    {
        Description = "Bytes of each event's data.",
        HelpName = "bytes",
        DefaultValueFactory = _ => 200,
    }.Between(1, 60_000);

    private readonly Option<Lane?> _lane = new("--lane")
    {
        Description = "The lane that is filled. Default: normal.",
        HelpName = "critical|high|normal",
    };

    private readonly Option<string> _prefix = new("--key-prefix")
    {
        Description = "What the deployment's keys in Redis begin with (Redis__KeyPrefix).",
        HelpName = "prefix",
        DefaultValueFactory = _ => "platform",
    };

    private readonly Option<bool> _profile = new("--profile")
    {
        Description = "Also sample with perf where the publisher spends its time, and print the 25 methods with the largest share of their own. The stack must be started with DOTNET_PerfMapEnabled=1 DOTNET_EnableWriteXorExecute=0.",
    };

    private readonly Option<FileInfo?> _json = new("--json")
    {
        Description = "Also write the report as JSON to this file.",
        HelpName = "file",
    };

    public static Command Create() => new PublisherCommand().Build();

    private Command Build()
    {
        var command = new Command(
            "publisher",
            """
            Measures the publisher alone: how many events a second one of its cores takes from RabbitMQ into Redis.

            The run stops the publishers of the stack that ./run.sh --detach --no-docker started here, fills a lane, starts one of them again and
            measures it from the end of the warm-up to the last event; first with a message an event, then with bundles. At the end all
            publishers run again. The offsets in Redis must add up to what was put in: one event lost or doubled, and it exits with 1.
            """)
        {
            _events, _warmup, _bundle, _channels, _payload, _lane, _prefix, _profile, _json,
        };
        _target.AddTo(command);
        command.SetVerb(async (options, console, stop) =>
        {
            var plan = Read(options);
            console.WriteLine($"{plan.Target.Gateway}: {plan.Summary}");
            var report = await new PublisherScenario(plan, new Phases(console)).RunAsync(stop);
            new PublisherReportView(console).Show(report);
            if (options.GetValue(_json) is { } file)
            {
                ReportJson.Save(report, file);
            }

            return report.ExitCode;
        });
        return command;
    }

    private PublisherPlan Read(ParseResult options) => new()
    {
        Target = _target.Read(options),
        Lane = options.GetValue(_lane) ?? Lane.Normal,
        Events = options.GetValue(_events),
        Warmup = options.GetValue(_warmup),
        Bundle = options.GetValue(_bundle),
        Channels = options.GetValue(_channels),
        PayloadBytes = options.GetValue(_payload),
        KeyPrefix = options.GetValue(_prefix)!,
        IsProfiled = options.GetValue(_profile),
    };
}
