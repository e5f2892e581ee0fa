using System.CommandLine;
using Platform.Load.Reports;
using Platform.Load.Scenarios;
using Spectre.Console;

namespace Platform.Load.Commands;

/// <summary>The verb <c>idle</c>.</summary>
internal sealed class IdleCommand
{
    private readonly TargetOptions _target = new();

    private readonly Option<int> _connections = new Option<int>("--connections")
    {
        Description = "WebSocket clients, each with a token of its own.",
        HelpName = "n",
        DefaultValueFactory = _ => 10_000,
    }.Between(1, 200_000);

    private readonly Option<int> _channels = new Option<int>("--channels-each")
    {
        Description = "Topics that each subscribes to, none of which another has. 0: each has its user's channel.",
        HelpName = "n",
        DefaultValueFactory = _ => 0,
    }.Between(0, 10_000);

    private readonly Option<double> _hold = new Option<double>("--hold")
    {
        Description = "How long the stack is measured without them, and with them, in seconds.",
        HelpName = "s",
        DefaultValueFactory = _ => 30,
    }.Between(1, 24 * 3600);

    private readonly Option<FileInfo?> _json = new("--json")
    {
        Description = "Also write the report as JSON to this file.",
        HelpName = "file",
    };

    public static Command Create() => new IdleCommand().Build();

    private Command Build()
    {
        var command = new Command(
            "idle",
            """
            Opens many connections to which nothing comes, and measures what each costs in memory and CPU, on the edge nodes and the gateway.

            The stack is measured before and with them; the edge nodes are asked for a full garbage collection at the end of both, since
            memory that is not given back yet is not in use. It also prints how often Redis is asked: the checks of the positions of quiet
            channels. Each connection takes two files in the gateway, and one in the edge node and here: where that exceeds ulimit -n, the run
            says how many are possible, and where to raise it.

            Limits that such a run may meet, and how to set them when the stack is started (they are per node):
              Connections__MaxPerUser=20             each client here is a user of its own
              Connections__MaxPerAddress=500         loopback addresses are not counted
              Gateway__Limits__MaxConnections=50000  WebSockets of the gateway
              Subscriptions__MaxPerConnection=100    for --channels-each above it
            """)
        {
            _connections, _channels, _hold, _json,
        };
        _target.AddTo(command);
        command.SetVerb(async (options, console, stop) =>
        {
            var plan = Read(options);
            console.WriteLine($"{plan.Target.Gateway}: {plan.Summary}");
            var report = await new IdleScenario(plan, new Phases(console)).RunAsync(stop);
            new IdleReportView(console).Show(report);
            if (options.GetValue(_json) is { } file)
            {
                ReportJson.Save(report, file);
            }

            return report.ExitCode;
        });
        return command;
    }

    private IdlePlan Read(ParseResult options) => new()
    {
        Target = _target.Read(options),
        Connections = options.GetValue(_connections),
        ChannelsEach = options.GetValue(_channels),
        Hold = TimeSpan.FromSeconds(options.GetValue(_hold)),
    };
}
