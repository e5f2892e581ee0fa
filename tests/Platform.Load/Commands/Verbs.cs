using System.CommandLine;
using Platform.Load.Reports;
using Platform.Load.Rig;
using Spectre.Console;

namespace Platform.Load.Commands;

/// <summary>Runs a verb, and turns what can go wrong before a run into its exit code.</summary>
internal static class Verbs
{
    // Ctrl-C ends the sending; what is under way still gets its time to arrive.
    private static readonly TimeSpan StopWithin = TimeSpan.FromMinutes(10);

    // A log is not folded to the width of a terminal that it never sees.
    private const int WidthOfLogs = 200;

    public static async Task<int> InvokeAsync(RootCommand root, string[] arguments)
    {
        if (Console.IsOutputRedirected)
        {
            AnsiConsole.Profile.Width = WidthOfLogs;
        }

        var parsed = root.Parse(arguments);
        // A defect of this tool ends the process as one: it must not look like the exit code of a broken promise.
        var exitCode = await parsed.InvokeAsync(
            new InvocationConfiguration { ProcessTerminationTimeout = StopWithin, EnableDefaultExceptionHandler = false });
        return parsed.Errors.Count > 0 ? ExitCodes.CannotRun : exitCode;
    }

    /// <summary>A verb's action; what it finds missing is told in a line.</summary>
    public static void SetVerb(this Command command, Func<ParseResult, IAnsiConsole, CancellationToken, Task<int>> run) =>
        command.SetAction(async (options, stop) =>
        {
            try
            {
                return await run(options, AnsiConsole.Console, stop);
            }
            catch (CannotRunException e)
            {
                await Console.Error.WriteLineAsync(e.Message);
                return ExitCodes.CannotRun;
            }
            catch (OperationCanceledException) when (stop.IsCancellationRequested)
            {
                await Console.Error.WriteLineAsync("Stopped before anything was sent.");
                return ExitCodes.CannotRun;
            }
        });
}
