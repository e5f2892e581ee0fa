using Platform.Load.Rig;

namespace Platform.Load.Drill;

/// <summary>
/// Another version takes a service's place, one instance after the other, and the former one again: an upgrade and its rollback. Between
/// the two, and where there are several instances, the versions work side by side.
/// </summary>
internal sealed class VersionFault(string name, IReadOnlyList<string> instances) : DrillFault(
    name, $"{string.Join(" and ", instances)}: replaced by the other version, one by one, and back")
{
    public override async Task StrikeAsync(DrillField field, CancellationToken stop)
    {
        try
        {
            await ReplaceAsync(field.Processes, field.Plan.OtherVersion);
            await Task.Delay(field.Plan.Length, stop);
        }
        finally
        {
            await ReplaceAsync(field.Processes);
        }
    }

    private async Task ReplaceAsync(StackProcesses processes, params string[] version)
    {
        foreach (var instance in instances)
        {
            await processes.ReplaceAsync(instance, version);
        }
    }
}
