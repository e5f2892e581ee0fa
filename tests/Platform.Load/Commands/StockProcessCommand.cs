using System.CommandLine;
using Platform.Load.Reports;
using Platform.Load.Stock;

namespace Platform.Load.Commands;

/// <summary>The hidden verb by which the tool starts the processes of the stock build.</summary>
internal static class StockProcessCommand
{
    public const string Name = "stock-process";

    public static Command Create()
    {
        var command = new Command(Name, "A process of the stock build; its settings come on standard input.") { Hidden = true };
        command.SetVerb(async (_, _, _) =>
        {
            await StockProcess.ServeAsync(Console.In, Console.Out);
            return ExitCodes.Clean;
        });
        return command;
    }
}
