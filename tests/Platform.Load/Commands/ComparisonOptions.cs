using System.CommandLine;
using Platform.Load.Reports;
using Platform.Load.Rig;
using Platform.Load.Scenarios;
using Platform.Load.Stock;
using Spectre.Console;

namespace Platform.Load.Commands;

/// <summary>What the platform is compared with.</summary>
internal enum Baseline
{
    /// <summary><see cref="StockSystem"/>.</summary>
    Stock,
}

/// <summary>The options of <c>latency</c> that compare the platform with something else.</summary>
internal sealed class ComparisonOptions
{
    private readonly Option<Baseline?> _vs = new("--vs")
    {
        Description = "Also measures a baseline, in turn with the platform, and prints the ratio. stock: a MassTransit consumer an event and SignalR's own Redis backplane behind YARP, on the same RabbitMQ and Redis, started and stopped by this tool.",
        HelpName = "stock",
    };

    private readonly Option<int> _rounds = new Option<int>("--rounds")
    {
        Description = "How often each is measured, with --vs.",
        HelpName = "n",
        DefaultValueFactory = _ => 2,
    }.Between(1, 100);

    private readonly Option<int> _prefetch = new Option<int>("--stock-prefetch")
    {
        Description = "The prefetch of the baseline's consumer.",
        HelpName = "n",
        DefaultValueFactory = _ => StockTuning.DefaultPrefetch,
    }.Between(1, 10_000);

    private readonly Option<int> _concurrency = new Option<int>("--stock-concurrency")
    {
        Description = "How many messages the baseline's consumer takes at the same time.",
        HelpName = "n",
        DefaultValueFactory = _ => StockTuning.DefaultConcurrency,
    }.Between(1, 10_000);

    public void AddTo(Command command)
    {
        command.Add(_vs);
        command.Add(_rounds);
        command.Add(_prefetch);
        command.Add(_concurrency);
    }

    public bool IsAsked(ParseResult options) => options.GetValue(_vs) is not null;

    public async Task<int> RunAsync(
        ParseResult options, LatencyPlan plan, IContender platform, IAnsiConsole console, FileInfo? json, CancellationToken stop)
    {
        var phases = new Phases(console);
        var tuning = new StockTuning((ushort)options.GetValue(_prefetch), options.GetValue(_concurrency));
        var starting = StockSystem.StartAsync(plan.Target, tuning, stop);
        await phases.RunAsync("start the stock build", starting);
        await using var stock = await starting;

        var view = new LatencyReportView(console);
        var report = await new LatencyComparison(plan, platform, stock, options.GetValue(_rounds), phases).RunAsync(
            (round, run) =>
            {
                console.Write(new Rule($"round {round}: {run.System}"));
                view.Show(run);
            },
            stop);
        console.Write(new Rule($"{platform.Name} and {stock.Name}"));
        new LatencyComparisonView(console).Show(report);
        if (json is not null)
        {
            report.Save(json);
        }

        return report.ExitCode;
    }
}
