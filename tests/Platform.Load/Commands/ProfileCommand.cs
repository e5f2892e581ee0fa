using System.CommandLine;
using Platform.Load.Producers;
using Platform.Load.Profiling;
using Platform.Load.Reports;
using Platform.Load.Soak;
using Spectre.Console;

namespace Platform.Load.Commands;

/// <summary>The verb <c>profile</c>.</summary>
internal sealed class ProfileCommand
{
    private readonly AudienceOptions _audience = new(Via.Http, defaultClients: 1000);

    private readonly Option<double> _rate = new Option<double>("--rate") { Description = "Events per second.", HelpName = "events/s", DefaultValueFactory = _ => 5000 }.Between(1, 1_000_000);

    private readonly Option<double> _duration = new Option<double>("--duration") { Description = "Seconds that are sampled.", HelpName = "s", DefaultValueFactory = _ => 20 }.Between(1, 3600);

    private readonly Option<double> _warmup = new Option<double>("--warmup") { Description = "Seconds of the same load before.", HelpName = "s", DefaultValueFactory = _ => 15 }.Between(1, 3600);

    private readonly Option<int> _top = new Option<int>("--top") { Description = "Methods a process.", HelpName = "n", DefaultValueFactory = _ => 12 }.Between(1, 1000);

    public static Command Create() => new ProfileCommand().Build();

    private Command Build()
    {
        var command = new Command(
            "profile",
            """
            Where the CPU goes under a load: the kernel's samples (perf) of each process of the stack, and the methods that were seen most.

            Each method has its own share, without what it calls. Needs perf, and a stack whose runtime says where methods are:
              DOTNET_PerfMapEnabled=1 DOTNET_EnableWriteXorExecute=0 ./run.sh --detach --no-docker
            Without these it prints the CPU by process alone. Sampling costs CPU itself; take figures of latency from a run without it.
            """)
        {
            _rate, _duration, _warmup, _top,
        };
        _audience.AddTo(command);
        command.SetVerb(async (options, console, stop) =>
        {
            var plan = Read(options);
            console.WriteLine($"{plan.Audience.Target.Gateway}: {plan.Rate:N0} events/s for {plan.Duration.TotalSeconds:0} s after {plan.Warmup.TotalSeconds:0} s");
            var report = await new ProfileScenario(plan, options.GetValue(_top), new Phases(console)).RunAsync(stop);
            new ProfileReportView(console).Show(report);
            if (_audience.Json(options) is { } file)
            {
                ReportJson.Save(report, file);
            }

            return report.ExitCode;
        });
        return command;
    }

    private SoakPlan Read(ParseResult options) => new()
    {
        Audience = _audience.Read(options),
        Rate = options.GetValue(_rate),
        Bundle = _audience.Bundle(options),
        Via = _audience.Via(options),
        Duration = TimeSpan.FromSeconds(options.GetValue(_duration)),
        Warmup = TimeSpan.FromSeconds(options.GetValue(_warmup)),
        Drain = _audience.Drain(options),
    };
}
