using System.CommandLine;
using Platform.Load.Commands;
using Platform.Load.Measurements;

namespace Platform.Load;

/// <summary>The load tool. Each scenario is a verb; each ends with a proof and an exit code.</summary>
internal static class Program
{
    private static async Task<int> Main(string[] arguments)
    {
        // The baseline runs as it would by itself.
        if (arguments.FirstOrDefault() != StockProcessCommand.Name)
        {
            await InlineSockets.UseAsync();
        }

        var root = new RootCommand(
            """
            Puts a running platform under load and proves what it delivered: every accepted event once, in order, to every client.

            Start a stack with ./run.sh --detach --no-docker, then for instance:
              dotnet run --project tests/Platform.Load -c Release -- kpi --short
              dotnet run --project tests/Platform.Load -c Release -- latency --rate 5000 --count 100000 --clients 1000 --via amqp
            Or against any deployment: kpi --gateway https://host --api-key KEY --signing-key SECRET

            Which command answers which question:
              Does it keep what it promises?             kpi, soak
              How fast is it, how much does it take?     latency, capacity, fanout, overload
              What happens when something breaks?        drill, failover, storm, gap, drop
              What do slow and idle clients cost?        frozen, frozen-stock, idle
              Where does the time go?                    profile, publisher, consume
              Are the platform's own figures right?      agree, digests (what they cost)

            Exit codes: 0 clean, 1 an event missing, doubled, out of order or unexpected, 2 wrong options or nothing to run against,
            3 clean, but the tool itself was too late for its figures to count. No time ever makes a run fail.
            """)
        {
            KpiCommand.Create(),
            SoakCommand.Create(),
            LatencyCommand.Create(),
            CapacityCommand.Create(),
            FanoutCommand.Create(),
            OverloadCommand.Create(),
            DrillCommand.Create(),
            FailoverCommand.Create(),
            StormCommand.Create(),
            GapCommand.Create(),
            DropCommand.Create(),
            FrozenCommand.Create(),
            FrozenStockCommand.Create(),
            IdleCommand.Create(),
            ProfileCommand.Create(),
            AgreeCommand.Create(),
            DigestsCommand.Create(),
            PublisherCommand.Create(),
            ConsumeCommand.Create(),
            StockProcessCommand.Create(),
        };
        return await Verbs.InvokeAsync(root, arguments);
    }
}
