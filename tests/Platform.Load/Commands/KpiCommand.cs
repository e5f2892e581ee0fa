using System.CommandLine;
using Platform.Load.Kpi;
using Platform.Load.Reports;
using Spectre.Console;

namespace Platform.Load.Commands;

/// <summary>The verb <c>kpi</c>.</summary>
internal sealed class KpiCommand
{
    private static readonly string[] AllFaults = ["ingest-kill", "publisher-kill", "edge-kill", "gateway-kill", "redis-kill", "rabbitmq-kill"];
    private static readonly string[] ShortFaults = ["edge-kill", "publisher-kill"];

    private readonly TargetOptions _target = new();

    private readonly Option<double?> _rate = new Option<double?>("--rate")
    {
        Description = "Events a second of the sustained load. Default: 10500, with --short 2000.",
        HelpName = "events/s",
    }.Between(1, 1_000_000);

    private readonly Option<int?> _clients = new Option<int?>("--clients")
    {
        Description = "WebSocket clients, each on a channel of its own. Default: 1000, with --short 200.",
        HelpName = "n",
    }.Between(1, 50_000);

    private readonly Option<double?> _duration = new Option<double?>("--duration")
    {
        Description = "Seconds of the sustained load that count. Default: 60, with --short 5.",
        HelpName = "s",
    }.Between(1, 24 * 3600);

    private readonly Option<int> _bundle = new Option<int>("--bundle")
    {
        Description = "Events in one request.",
        HelpName = "n",
        DefaultValueFactory = _ => 20,
    }.Between(1, 1000);

    private readonly Option<int> _payload = new Option<int>("--payload")
    {
        Description = "Bytes of each event's data.",
        HelpName = "bytes",
        DefaultValueFactory = _ => 200,
    }.Between(1, 60_000);

    private readonly Option<bool> _short = new("--short")
    {
        Description = "Everything smaller and shorter, in about a minute: shows that all of it works, and judges only what that can judge.",
    };

    private readonly Option<FileInfo?> _json = new("--json") { Description = "Also write the report as JSON to this file.", HelpName = "file" };

    private readonly Option<FileInfo?> _markdown = new("--markdown") { Description = "Also write it as Markdown to this file.", HelpName = "file" };

    private readonly Option<FileInfo?> _html = new("--html") { Description = "Also write it as one HTML page with charts to this file.", HelpName = "file" };

    public static Command Create() => new KpiCommand().Build();

    private Command Build()
    {
        var command = new Command(
            "kpi",
            """
            The product's success metrics in one table: target, what was measured, pass or fail, and how it was measured.

            Delivery within 10 ms, recovery within 2 s, 10,000 events/s, 1,000 connections, uptime, WebSocket buffers, the edge nodes' CPU, message
            size, and what is added on a mobile link. Works against any deployment (--gateway, --api-key, --signing-key or --token); what needs
            the processes says so and is left out. A missed target is told and fails nothing: the run fails on a lost event alone.
            """)
        {
            _short, _rate, _clients, _duration, _bundle, _payload, _json, _markdown, _html,
        };
        _target.AddTo(command);
        command.SetVerb(async (options, console, stop) =>
        {
            var plan = Read(options);
            console.WriteLine($"{plan.Target.Gateway}: {plan.Summary}");
            var report = await new KpiScenario(plan, new Phases(console)).RunAsync(stop);
            new KpiReportView(console).Show(report);
            Save(options, report);
            return report.ExitCode;
        });
        return command;
    }

    private void Save(ParseResult options, KpiReport report)
    {
        if (options.GetValue(_json) is { } json)
        {
            ReportJson.Save(report, json);
        }

        if (options.GetValue(_markdown) is { } markdown)
        {
            File.WriteAllText(markdown.FullName, KpiDocuments.Markdown(report));
        }

        if (options.GetValue(_html) is { } html)
        {
            File.WriteAllText(html.FullName, KpiDocuments.Html(report));
        }
    }

    private KpiPlan Read(ParseResult options)
    {
        var isShort = options.GetValue(_short);
        return new KpiPlan
        {
            Target = _target.Read(options),
            Clients = options.GetValue(_clients) ?? (isShort ? 200 : 1000),
            Rate = options.GetValue(_rate) ?? (isShort ? 2_000 : 10_500),
            Bundle = options.GetValue(_bundle),
            PayloadBytes = options.GetValue(_payload),
            Warmup = TimeSpan.FromSeconds(isShort ? 2 : 10),
            Duration = TimeSpan.FromSeconds(options.GetValue(_duration) ?? (isShort ? 5 : 60)),
            Part = TimeSpan.FromSeconds(isShort ? 4 : 20),
            Faults = isShort ? ShortFaults : AllFaults,
            Drain = TimeSpan.FromSeconds(15),
        };
    }
}
