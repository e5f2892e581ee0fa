using System.Globalization;

namespace Platform.Load.Drill;

/// <summary>
/// A process's wall clock steps ahead, then back behind the others': what it does may go by no more than time that only passes. The
/// service is started again with a clock that reads its offset from a file, and as it was afterwards.
/// </summary>
internal sealed class ClockFault(string name, string process) : DrillFault(name, $"{process}: its clock steps {StepSeconds} s ahead, then {StepSeconds} s behind")
{
    private const int StepSeconds = 30;

    private string _offset = "";

    public override Task PrepareAsync(DrillField field, CancellationToken stop)
    {
        _offset = Path.GetTempFileName();
        Step(0);
        return field.Processes.ReplaceAsync(process, $"Service__ClockOffsetFile={_offset}");
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

    private void Step(int seconds) => File.WriteAllText(_offset, seconds.ToString(CultureInfo.InvariantCulture));
}
