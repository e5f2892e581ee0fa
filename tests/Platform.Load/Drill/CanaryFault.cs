using Platform.Load.Rig;

namespace Platform.Load.Drill;

/// <summary>
/// The gateway's canary, as docs/operations/upgrades.md has it: one edge node runs the other version, and gets a tenth of the users, then
/// all, then none again. A share is for new connections, so the nodes of the other side are drained after each change.
/// </summary>
internal sealed class CanaryFault() : DrillFault("upgrade-canary", "an edge node of the other version gets 10 % of the users, then all, then none")
{
    // The gateway looks at its folder of settings every four seconds.
    private static readonly TimeSpan NoticedAfter = TimeSpan.FromSeconds(6);

    private readonly List<string> _seen = [];
    private string _canary = "";
    private IReadOnlyList<string> _stable = [];
    private DirectoryInfo? _settings;

    public override string? Outcome => $"clients of the other version: {string.Join(", ", _seen)}";

    public override async Task PrepareAsync(DrillField field, CancellationToken stop)
    {
        var processes = field.Processes;
        if (processes.Edges is not [.., _, var last])
        {
            throw new CannotRunException("A canary needs a node beside it: ./run.sh --edges 2 or more.");
        }

        (_canary, _stable) = (last, [.. processes.Edges.Where(edge => edge != last)]);
        _settings = Directory.CreateTempSubdirectory("platform-canary-");
        await SetShareAsync(0);
        await processes.ReplaceAsync(
            "gateway", $"Service__SettingsFolder={_settings.FullName}", $"Gateway__Canary__Edges__0={processes.UrlOf(_canary)!.GetLeftPart(UriPartial.Authority)}");
        await processes.ReplaceAsync(_canary, field.Plan.OtherVersion);
    }

    public override async Task StrikeAsync(DrillField field, CancellationToken stop)
    {
        await MoveAsync(10, _stable);
        await MoveAsync(100, _stable);
        await MoveAsync(0, [_canary], field.Plan.OtherVersion);

        Task<long?> CountAsync(string node) => NodeClients.CountAsync(field.Processes, node, stop);

        async Task MoveAsync(int percent, IReadOnlyList<string> drained, params string[] version)
        {
            await SetShareAsync(percent);
            await Task.Delay(NoticedAfter, stop);
            foreach (var node in drained)
            {
                await field.Processes.ReplaceAsync(node, version);
            }

            _seen.Add($"{await CountAsync(_canary)} at {percent} %");
            if (percent == 100 && await CountAsync(_stable[^1]) is > 0 and var left)
            {
                throw new CannotRunException($"The gateway does not follow the share: at 100 %, {left} clients came back to {_stable[^1]}. Is it of a version that reads Service:SettingsFolder?");
            }
        }
    }

    public override async Task RepairAsync(DrillField field)
    {
        if (_settings is not null)
        {
            await field.Processes.ReplaceAsync("gateway");
            await field.Processes.ReplaceAsync(_canary);
            _settings.Delete(recursive: true);
        }
    }

    private Task SetShareAsync(int percent) => File.WriteAllTextAsync(Path.Combine(_settings!.FullName, "Gateway__Canary__Percent"), $"{percent}");
}
