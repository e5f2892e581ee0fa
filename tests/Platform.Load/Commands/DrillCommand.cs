using System.CommandLine;
using Platform.Load.Drill;
using Platform.Load.Events;
using Platform.Load.Producers;
using Platform.Load.Reports;
using Spectre.Console;

namespace Platform.Load.Commands;

/// <summary>The verb <c>drill</c>.</summary>
internal sealed class DrillCommand
{
    private const double ShortRate = 500;

    private readonly AudienceOptions _audience = new(Via.Http, meaning: "WebSocket clients, each on a topic of its own; a quarter as many more are there to be cut off.", defaultClients: 80);

    private readonly Option<double> _rate = new Option<double>("--rate")
    {
        Description = "Events per second, sent evenly at times fixed in advance. Default: 2000, with --short 500.",
        HelpName = "events/s",
    }.Between(1, 1_000_000);

    private readonly Option<string[]> _only = new("--only")
    {
        Description = "These faults alone, by name or by what names begin with, such as redis,edge-kill.",
        HelpName = "fault,…",
        AllowMultipleArgumentsPerToken = true,
        CustomParser = argument => [.. argument.Tokens.SelectMany(token => token.Value.Split(',', StringSplitOptions.RemoveEmptyEntries))],
    };

    private readonly Option<bool> _oneByOne = new("--one-by-one") { Description = "Each fault once, in the order of the list. This is the default." };

    private readonly Option<double> _random = new Option<double>("--random")
    {
        Description = "Instead: faults at random, on instances at random, for so many minutes.",
        HelpName = "minutes",
    }.Between(0, 24 * 60);

    private readonly Option<int?> _seed = new Option<int?>("--seed")
    {
        Description = "With --random: the same faults in the same order as the run that printed it.",
        HelpName = "n",
    }.Between(0, int.MaxValue);

    private readonly Option<double> _length = new Option<double>("--length")
    {
        Description = "Seconds that a freeze, a stall, an alarm or a server's absence lasts.",
        HelpName = "s",
        DefaultValueFactory = _ => 5,
    }.Between(0.5, 600);

    private readonly Option<DirectoryInfo?> _other = new("--other")
    {
        Description = "The checkout of another version, older or newer, which is built: for the faults upgrade-….",
        HelpName = "folder",
    };

    private readonly Option<double> _bound = new Option<double>("--bound")
    {
        Description = "Milliseconds that 95 % of the events take at most when all is as before.",
        HelpName = "ms",
        DefaultValueFactory = _ => 100,
    }.Between(1, 60_000);

    private readonly Option<bool> _short = new("--short")
    {
        Description = $"Only {string.Join(", ", FaultCatalog.Short)}, under less load: about a minute.",
    };

    public static Command Create() => new DrillCommand().Build();

    private Command Build()
    {
        var command = new Command(
            "drill",
            $"""
            Breaks one thing after the other under load, and proves after each that no event was lost without a word, doubled or disordered.

            Each fault has a load of its own: events flow, the fault is done, the run waits until all is as before, drains and audits. It prints
            how long that took, and what clients were told: disconnects, draining, new epochs of history, gaps. Where a fault destroys data
            (Redis killed or emptied), what is lost must be told to each client that it was owed to; else nothing may be missing at all. It
            fails on that alone, never on a time. Needs the stack that ./run.sh --detach --no-docker started here, and leaves it as it was.
            Nodes of a cluster are there with ./run.sh --brokers 3 --redis sentinel, or --redis cluster.

            Faults: {string.Join(", ", FaultCatalog.All.Select(fault => fault.Name))}.
            """)
        {
            _oneByOne, _random, _seed, _only, _short, _rate, _length, _bound, _other,
        };
        _audience.AddTo(command);
        command.SetVerb(async (options, console, stop) =>
        {
            var plan = Read(options);
            console.WriteLine($"{plan.Audience.Target.Gateway}: {plan.Summary}");
            var report = await new DrillScenario(plan, new Phases(console)).RunAsync(
                fault => console.WriteLine($"  {fault.Fault}: {DrillReportView.Ledger(fault)}; {DrillReportView.Told(fault)}"), stop);
            new DrillReportView(console).Show(report);
            if (_audience.Json(options) is { } file)
            {
                ReportJson.Save(report, file);
            }

            return report.ExitCode;
        });
        return command;
    }

    private DrillPlan Read(ParseResult options)
    {
        var isShort = options.GetValue(_short);
        var audience = _audience.Read(options);
        var rate = options.GetValue(_rate);
        return new DrillPlan
        {
            Audience = audience with { Droppers = Math.Max(1, audience.Clients / 4), Kind = ChannelKind.Topic },
            Rate = rate > 0 ? rate : isShort ? ShortRate : 2000,
            Bundle = _audience.Bundle(options),
            Via = _audience.Via(options),
            Only = options.GetValue(_only) is { Length: > 0 } only ? only : isShort ? FaultCatalog.Short : [],
            Random = TimeSpan.FromMinutes(options.GetValue(_random)),
            Seed = options.GetValue(_seed) ?? Random.Shared.Next(1_000_000),
            Other = options.GetValue(_other)?.FullName,
            Length = TimeSpan.FromSeconds(options.GetValue(_length)),
            Flow = TimeSpan.FromSeconds(isShort ? 1 : 3),
            Bound = TimeSpan.FromMilliseconds(options.GetValue(_bound)),
            Drain = _audience.Drain(options),
        };
    }
}
