namespace Platform.Load.Drill;

/// <summary>
/// A process's wall clock steps ahead, then back behind the others': what it does may go by no more than time that only passes. Debian's
/// libfaketime tells it the time; the service is started again with it, and as it was afterwards.
/// </summary>
internal sealed class ClockFault(string name, string process) : DrillFault(name, $"{process}: its clock steps {StepSeconds} s ahead, then {StepSeconds} s behind")
{
    private const int StepSeconds = 30;
    private const string Variable = "FAKETIME_LIBRARY";

    private const string Usual = "/usr/lib/x86_64-linux-gnu/faketime/libfaketime.so.1";

    private readonly string _offset = Path.GetTempFileName();

    /// <summary>Where the library is: the package's own place, or where <c>FAKETIME_LIBRARY</c> says.</summary>
    public static string? Library { get; } = new[] { Environment.GetEnvironmentVariable(Variable), Usual }.FirstOrDefault(File.Exists);

    public override Task PrepareAsync(DrillField field, CancellationToken stop)
    {
        Step(0);
        return field.Processes.ReplaceAsync(
            process, $"LD_PRELOAD={Library}", $"FAKETIME_TIMESTAMP_FILE={_offset}", "FAKETIME_NO_CACHE=1", "FAKETIME_DONT_FAKE_MONOTONIC=1");
    }

    public override async Task StrikeAsync(DrillField field, CancellationToken stop)
    {
        try
        {
            foreach (var seconds in new[] { StepSeconds, -StepSeconds })
            {
                Step(seconds);
                await Task.Delay(field.Plan.Length / 2, stop);
            }
        }
        finally
        {
            Step(0);
        }
    }

    public override async Task RepairAsync(DrillField field)
    {
        await field.Processes.ReplaceAsync(process);
        File.Delete(_offset);
    }

    private void Step(int seconds) => File.WriteAllText(_offset, $"{seconds:+0;-0;+0}\n");
}
