using System.CommandLine;
using Platform.Load.Agreement;
using Platform.Load.Measurements;
using Platform.Load.Producers;
using Platform.Load.Reports;
using Spectre.Console;

namespace Platform.Load.Commands;

/// <summary>The verb <c>agree</c>.</summary>
internal sealed class AgreeCommand
{
    private readonly AudienceOptions _audience = new(Via.Http, defaultBundle: 5);

    private readonly Option<double> _rate = new Option<double>("--rate") { Description = "Events per second.", HelpName = "events/s", DefaultValueFactory = _ => 1000 }.Between(1, 1_000_000);

    private readonly Option<double> _duration = new Option<double>("--duration") { Description = "Seconds that are compared.", HelpName = "s", DefaultValueFactory = _ => 60 }.Between(1, 1800);

    private readonly Option<double> _warmup = new Option<double>("--warmup") { Description = "Seconds of the same load before.", HelpName = "s", DefaultValueFactory = _ => 15 }.Between(1, 600);

    private readonly Option<int> _reporters = new Option<int>("--reporters") { Description = "Further clients, which report to the platform; they have the channels of the first of the others.", HelpName = "n", DefaultValueFactory = _ => 40 }.Between(0, 1000);

    public static Command Create() => new AgreeCommand().Build();

    private Command Build()
    {
        var command = new Command(
            "agree",
            """
            Whether the platform's own figures are right: what its metrics API says, of its own stages and of what some clients report, against what
            other clients measured that report nothing to it.

            Percentiles are printed with their ratio; they never make a run fail. Counts (accepted, appended, delivered, reported; of the API, and of a
            stack on this machine the services' counters too) must equal the ledger exactly, else the exit code is 1. Runs over HTTP and over AMQP,
            unless --via names one. Nothing else may publish to the lane normal meanwhile.
            """)
        {
            _rate, _duration, _warmup, _reporters,
        };
        _audience.AddTo(command);
        command.SetVerb(async (options, console, stop) =>
        {
            var machine = Calibration.Measure();
            var parts = new List<AgreePart>();
            foreach (var via in _audience.IsViaGiven(options) ? [_audience.Via(options)] : (Via[])[Via.Http, Via.Amqp])
            {
                var plan = Read(options, via);
                console.WriteLine($"{plan.Audience.Target.Gateway}: {plan.Summary}");
                parts.Add(await new AgreeScenario(plan, new Phases(console, $"{plan.Door}: ")).RunAsync(stop));
            }

            var report = new AgreeReport { FinishedAt = DateTime.UtcNow, Machine = machine, Doors = parts };
            new AgreeReportView(console).Show(report);
            if (_audience.Json(options) is { } file)
            {
                ReportJson.Save(report, file);
            }

            return report.ExitCode;
        });
        return command;
    }

    private AgreePlan Read(ParseResult options, Via via)
    {
        var audience = _audience.Read(options, via);
        return new AgreePlan
        {
            Audience = audience,
            Via = via,
            Rate = options.GetValue(_rate),
            Bundle = _audience.Bundle(options),
            Warmup = TimeSpan.FromSeconds(options.GetValue(_warmup)),
            Duration = TimeSpan.FromSeconds(options.GetValue(_duration)),
            Drain = _audience.Drain(options),
            // What they report is of the node's clock, which they take for their own.
            Reporters = audience.Target.SharesOurClock ? Math.Min(options.GetValue(_reporters), audience.Clients) : 0,
        };
    }
}
