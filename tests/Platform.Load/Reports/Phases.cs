using Spectre.Console;

namespace Platform.Load.Reports;

/// <summary>Shows what the run is doing: a bar on a terminal, a line each where the output goes to a file.</summary>
/// <param name="console">Where it is shown.</param>
/// <param name="part">What part of the run the phases belong to.</param>
internal sealed class Phases(IAnsiConsole console, string part = "")
{
    private static readonly TimeSpan DrawEvery = TimeSpan.FromMilliseconds(500);

    /// <summary>The phases of a part of the run, by its name.</summary>
    public Phases Of(string name) => new(console, $"{name}: ");

    /// <summary>Waits for the work, and shows how far it is.</summary>
    /// <param name="name">What it is.</param>
    /// <param name="work">The work.</param>
    /// <param name="state">How much is done, of how much; without it there is no telling.</param>
    public async Task RunAsync(string name, Task work, Func<(long Done, long Of)>? state = null)
    {
        if (!console.Profile.Capabilities.Interactive)
        {
            console.WriteLine($"{part}{name} …");
            await work;
            return;
        }

        // Drawn rarely: the terminal shares the cores with what is measured.
        await console.Progress()
            .AutoClear(true)
            .AutoRefresh(false)
            .Columns(new TaskDescriptionColumn(), new ProgressBarColumn(), new PercentageColumn(), new ElapsedTimeColumn())
            .StartAsync(async progress =>
            {
                var task = progress.AddTask(part + name);
                task.IsIndeterminate = state is null;
                while (!work.IsCompleted)
                {
                    if (state?.Invoke() is { Of: > 0 } now)
                    {
                        task.Value = 100.0 * Math.Max(0, now.Done) / now.Of;
                    }

                    progress.Refresh();
                    await Task.WhenAny(work, Task.Delay(DrawEvery));
                }
            });
        await work;
    }
}
