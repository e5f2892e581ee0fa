using System.CommandLine;
using Platform.Contracts.Lanes;
using Platform.Load.Events;
using Platform.Load.Producers;
using Platform.Load.Reports;
using Platform.Load.Rig;
using Platform.Load.Scenarios;
using Spectre.Console;

namespace Platform.Load.Commands;

/// <summary>The verb <c>latency</c>.</summary>
internal sealed class LatencyCommand
{
    private const int DefaultHttpProducers = 32;
    private const int DefaultAmqpProducers = 4;

    private readonly TargetOptions _target = new();
    private readonly ComparisonOptions _comparison = new();

    private readonly Option<double> _rate = new Option<double>("--rate")
    {
        Description = "Events per second, sent evenly at times fixed in advance.",
        HelpName = "events/s",
        DefaultValueFactory = _ => 1000,
    }.Between(0.1, 1_000_000);

    private readonly Option<long?> _count = new Option<long?>("--count")
    {
        Description = "How many events count (the warm-up comes before). Instead of --duration.",
        HelpName = "events",
    }.Between(1L, 1_000_000_000L);

    private readonly Option<double> _duration = new Option<double>("--duration")
    {
        Description = "How long events are sent that count, in seconds.",
        HelpName = "s",
        DefaultValueFactory = _ => 30,
    }.Between(0.1, 7 * 24 * 3600);

    private readonly Option<double> _warmup = new Option<double>("--warmup")
    {
        Description = "Seconds at the same rate before that: in the ledger, not in the percentiles.",
        HelpName = "s",
        DefaultValueFactory = _ => 10,
    }.Between(0, 3600);

    private readonly Option<int> _clients = new Option<int>("--clients")
    {
        Description = "WebSocket clients.",
        HelpName = "n",
        DefaultValueFactory = _ => 100,
    }.Between(1, 50_000);

    private readonly Option<int?> _channels = new Option<int?>("--channels")
    {
        Description = "Channels that the clients are spread over; clients / channels is the fan-out. Default: one channel for each client.",
        HelpName = "n",
    }.Between(1, 50_000);

    private readonly Option<ChannelKind> _channelKind = new("--channel-kind")
    {
        Description = "user: user:load-N, which a client receives by itself. topic: topic:load-N, which it subscribes to. Default: user.",
        HelpName = "user|topic",
    };

    private readonly Option<int> _payload = new Option<int>("--payload")
    {
        Description = "Bytes of each event's data.",
        HelpName = "bytes",
        DefaultValueFactory = _ => 200,
    }.Between(1, 60_000);

    private readonly Option<Lane?> _lane = new("--lane")
    {
        Description = "The priority of the events. Default: normal.",
        HelpName = "critical|high|normal",
    };

    private readonly Option<Via> _via = new("--via")
    {
        Description = "http: POST /api/v1/events on the gateway. amqp: straight to RabbitMQ. Default: http.",
        HelpName = "http|amqp",
    };

    private readonly Option<int> _bundle = new Option<int>("--bundle")
    {
        Description = "Events in one request or message; more than one go as a JSON array, and are due together.",
        HelpName = "n",
        DefaultValueFactory = _ => 1,
    }.Between(1, 1000);

    private readonly Option<int?> _producers = new Option<int?>("--producers")
    {
        Description = $"Producers at the same time. Each sends in order: HTTP waits for the 202 before the next request, AMQP has one channel with confirms. Default: {DefaultHttpProducers} over HTTP, {DefaultAmqpProducers} over AMQP.",
        HelpName = "n",
    }.Between(1, 1_000);

    private readonly Option<double> _repeatIds = new("--repeat-ids")
    {
        Description = "The share of accepted events that is sent again with the same id, at once, and half of them once more after --repeat-after. None may arrive twice.",
        HelpName = "1%",
        CustomParser = Parsers.Share,
    };

    private readonly Option<double> _repeatAfter = new Option<double>("--repeat-after")
    {
        Description = "Seconds until the late repeats; the run waits for them. 0: none.",
        HelpName = "s",
        DefaultValueFactory = _ => 90,
    }.Between(0, 3600);

    private readonly Option<double> _drain = new Option<double>("--drain")
    {
        Description = "Seconds without any arrival, after the last event was sent, until what is still owed counts as missing.",
        HelpName = "s",
        DefaultValueFactory = _ => 10,
    }.Between(0, 3600);

    private readonly Option<bool> _timeline = new("--timeline")
    {
        Description = "Also show the latency of each second, to see when spikes come.",
    };

    private readonly Option<FileInfo?> _json = new("--json")
    {
        Description = "Also write the report as JSON to this file.",
        HelpName = "file",
    };

    public static Command Create() => new LatencyCommand().Build();

    private Command Build()
    {
        var command = new Command(
            "latency",
            """
            Sends events at an even rate and measures how long each takes to each client.

            A latency begins when the event was meant to be sent, so a stall hides nothing, and ends when the client has it. Percentiles are
            taken from all samples of all clients. The ledger then names each event that is missing, doubled or out of order.
            """);
        foreach (var option in (Option[])[_rate, _count, _duration, _warmup, _via, _bundle, _producers, _lane, _payload])
        {
            command.Add(option);
        }

        foreach (var option in (Option[])[_clients, _channels, _channelKind, _repeatIds, _repeatAfter, _drain, _timeline, _json])
        {
            command.Add(option);
        }

        _comparison.AddTo(command);
        _target.AddTo(command);
        command.Validators.Add(result =>
        {
            if (result.GetResult(_count) is { Implicit: false } && result.GetResult(_duration) is { Implicit: false })
            {
                result.AddError("Give --count or --duration, not both.");
            }

            if (result.GetValue(_channels) > result.GetValue(_clients))
            {
                result.AddError("--channels must not exceed --clients: nobody would listen on the others.");
            }
        });
        command.SetVerb(async (options, console, stop) =>
        {
            var plan = Read(options);
            console.WriteLine($"{plan.Target.Gateway}: {plan.Summary}");
            await using var platform = new PlatformContender(plan.Target);
            if (_comparison.IsAsked(options))
            {
                return await _comparison.RunAsync(options, plan, platform, console, options.GetValue(_json), stop);
            }

            var report = await new LatencyScenario(plan, platform, new Phases(console)).RunAsync(stop);
            new LatencyReportView(console).Show(report);
            if (options.GetValue(_json) is { } file)
            {
                report.Save(file);
            }

            return report.ExitCode;
        });
        return command;
    }

    private LatencyPlan Read(ParseResult options)
    {
        var rate = options.GetValue(_rate);
        var via = options.GetValue(_via);
        var clients = options.GetValue(_clients);
        var target = _target.Read(options);
        return new LatencyPlan
        {
            Target = target,
            Schedule = Schedule.Of(
                rate,
                options.GetValue(_bundle),
                TimeSpan.FromSeconds(options.GetValue(_warmup)),
                options.GetValue(_count) ?? (long)Math.Ceiling(rate * options.GetValue(_duration))),
            Via = via,
            Producers = options.GetValue(_producers) ?? (via == Via.Http ? DefaultHttpProducers : DefaultAmqpProducers),
            Clients = clients,
            Channels = options.GetValue(_channels) ?? clients,
            ChannelKind = target.Token is null ? options.GetValue(_channelKind) : target.OwnChannels,
            PayloadBytes = options.GetValue(_payload),
            Lane = options.GetValue(_lane) ?? Lane.Normal,
            WithTimeline = options.GetValue(_timeline),
            RepeatShare = options.GetValue(_repeatIds),
            RepeatLater = TimeSpan.FromSeconds(options.GetValue(_repeatAfter)),
            Drain = TimeSpan.FromSeconds(options.GetValue(_drain)),
        };
    }
}
