using System.CommandLine;
using Platform.Load.Commands;

namespace Platform.Load;

/// <summary>The load tool. Each scenario is a verb; each ends with a proof and an exit code.</summary>
internal static class Program
{
    private static Task<int> Main(string[] arguments)
    {
        var root = new RootCommand(
            """
            Puts a running platform under load and proves what it delivered: every accepted event once, in order, to every client.

            Start a stack with ./run.sh --detach, then for instance:
              dotnet run --project tests/Platform.Load -c Release -- latency
              dotnet run --project tests/Platform.Load -c Release -- latency --rate 5000 --count 100000 --clients 1000 --via amqp
              dotnet run --project tests/Platform.Load -c Release -- latency --vs stock

            Exit codes: 0 clean, 1 an event missing, doubled, out of order or unexpected, 2 wrong options or nothing to run against,
            3 clean, but the tool itself was too late for its figures to count.
            """)
        {
            LatencyCommand.Create(),
            ConsumeCommand.Create(),
            KpiCommand.Create(),
            DrillCommand.Create(),
            FailoverCommand.Create(),
            OverloadCommand.Create(),
            PublisherCommand.Create(),
            FanoutCommand.Create(),
            FrozenCommand.Create(),
            FrozenStockCommand.Create(),
            DropCommand.Create(),
            StormCommand.Create(),
            GapCommand.Create(),
            IdleCommand.Create(),
            StockProcessCommand.Create(),
        };
        return Verbs.InvokeAsync(root, arguments);
    }
}
