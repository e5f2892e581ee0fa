using System.CommandLine;
using Platform.Load.Capacity;
using Platform.Load.Producers;
using Platform.Load.Reports;
using Spectre.Console;

namespace Platform.Load.Commands;

/// <summary>The verb <c>capacity</c>.</summary>
internal sealed class CapacityCommand
{
    private static readonly double[] DefaultFanouts = [1, 100];

    private readonly AudienceOptions _audience = new(Via.Http, defaultClients: 1000);

    private readonly Option<double> _objective = new Option<double>("--objective")
    {
        Description = "Milliseconds: 95 % of the deliveries must take less.",
        HelpName = "ms",
        DefaultValueFactory = _ => 10,
    }.Between(0.1, 60_000);

    private readonly Option<double[]> _fanouts = new("--fanouts")
    {
        Description = "How many clients get each event; a search each.",
        HelpName = "n,…",
        DefaultValueFactory = _ => DefaultFanouts,
        CustomParser = Parsers.Numbers(1, 10_000),
    };

    private readonly Option<double> _from = new Option<double>("--from") { Description = "Deliveries a second of the first step.", HelpName = "n/s", DefaultValueFactory = _ => 1_000 }.Between(1, 10_000_000);

    private readonly Option<double> _to = new Option<double>("--to") { Description = "Deliveries a second that are not exceeded.", HelpName = "n/s", DefaultValueFactory = _ => 200_000 }.Between(1, 10_000_000);

    private readonly Option<double> _step = new Option<double>("--step") { Description = "Seconds that a step counts, after 2 s of warm-up.", HelpName = "s", DefaultValueFactory = _ => 8 }.Between(1, 3600);

    private readonly Option<bool> _alone = new("--alone") { Description = "Without the stock build." };

    public static Command Create() => new CapacityCommand().Build();

    private Command Build()
    {
        var command = new Command(
            "capacity",
            """
            How much it takes within an objective, and how much a stock build takes on the same servers.

            Each goes up by steps of a half until p95 exceeds the objective twice in a row, then halves what lies between; the platform and the
            stock build (see latency --vs) take turns, step by step. Fan-out 1 sends arrays (--bundle), a wider one single events.
            """)
        {
            _objective, _fanouts, _from, _to, _step, _alone,
        };
        _audience.AddTo(command);
        command.SetVerb(async (options, console, stop) =>
        {
            var plan = Read(options);
            console.WriteLine($"{plan.Target.Gateway}: {plan.Summary}");
            var report = await new CapacityScenario(plan, new Phases(console)).RunAsync(step => console.WriteLine(CapacityReportView.Line(step)), stop);
            new CapacityReportView(console).Show(report);
            if (_audience.Json(options) is { } file)
            {
                ReportJson.Save(report, file);
            }

            return report.ExitCode;
        });
        return command;
    }

    private CapacityPlan Read(ParseResult options)
    {
        var audience = _audience.Read(options);
        return new CapacityPlan
        {
            Target = audience.Target,
            Via = _audience.Via(options),
            Producers = audience.Producers,
            Bundle = _audience.Bundle(options),
            Clients = audience.Clients,
            PayloadBytes = audience.PayloadBytes,
            ObjectiveMs = options.GetValue(_objective),
            Fanouts = [.. options.GetValue(_fanouts)!.Select(fanout => (int)fanout)],
            From = options.GetValue(_from),
            To = options.GetValue(_to),
            Step = TimeSpan.FromSeconds(options.GetValue(_step)),
            WithStock = !options.GetValue(_alone),
            Drain = _audience.Drain(options),
        };
    }
}
