using System.CommandLine;
using Platform.Load.Producers;
using Platform.Load.Reports;
using Platform.Load.Soak;
using Spectre.Console;

namespace Platform.Load.Commands;

/// <summary>The verb <c>soak</c>.</summary>
internal sealed class SoakCommand
{
    private readonly AudienceOptions _audience = new(Via.Http);

    private readonly Option<double> _rate = new Option<double>("--rate") { Description = "Events per second.", HelpName = "events/s", DefaultValueFactory = _ => 5000 }.Between(1, 1_000_000);

    private readonly Option<double> _minutes = new Option<double>("--minutes") { Description = "How long.", HelpName = "min", DefaultValueFactory = _ => 10 }.Between(0.1, 7 * 24 * 60);

    private readonly Option<double?> _warmup = new Option<double?>("--warmup")
    {
        Description = "Minutes that are left out of the slopes. Default: 40 % of the run, 5 at most; remembered ids alone take 4 to come to their window.",
        HelpName = "min",
    }.Between(0, 24 * 60);

    private readonly Option<FileInfo?> _html = new("--html") { Description = "Also write a page with a chart of each series to this file.", HelpName = "file" };

    public static Command Create() => new SoakCommand().Build();

    private Command Build()
    {
        var command = new Command(
            "soak",
            """
            An even load for minutes or days: memory, handles and threads of each process, Redis' data and what waits in RabbitMQ.

            Each is drawn a line through by least squares after the warm-up. What grows by more than a tenth of itself an hour, on a line that
            explains half of what is seen, is said to grow. In ten minutes that may be a cache that fills; an hour says more.
            """)
        {
            _rate, _minutes, _warmup, _html,
        };
        _audience.AddTo(command);
        command.SetVerb(async (options, console, stop) =>
        {
            var plan = Read(options);
            console.WriteLine($"{plan.Audience.Target.Gateway}: {plan.Summary}");
            var report = await new SoakScenario(plan, new Phases(console)).RunAsync(stop);
            new SoakReportView(console).Show(report);
            if (_audience.Json(options) is { } file)
            {
                ReportJson.Save(report, file);
            }

            if (options.GetValue(_html) is { } html)
            {
                await File.WriteAllTextAsync(html.FullName, SoakReportView.Html(report), CancellationToken.None);
            }

            return report.ExitCode;
        });
        return command;
    }

    private SoakPlan Read(ParseResult options)
    {
        var minutes = options.GetValue(_minutes);
        return new SoakPlan
        {
            Audience = _audience.Read(options),
            Rate = options.GetValue(_rate),
            Bundle = _audience.Bundle(options),
            Via = _audience.Via(options),
            Duration = TimeSpan.FromMinutes(minutes),
            Warmup = TimeSpan.FromMinutes(options.GetValue(_warmup) ?? Math.Min(5, 0.4 * minutes)),
            Drain = _audience.Drain(options),
        };
    }
}
