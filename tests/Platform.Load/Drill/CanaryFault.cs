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
        // With one stable node its clients would go to the canary when it is drained, whatever the share.
        if (processes.Edges is not [_, _, .., var last])
        {
            throw new CannotRunException("A canary needs two nodes beside it: ./run.sh --edges 3 or more.");
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

        async Task<long> CountAsync(IReadOnlyList<string> nodes)
        {
            var clients = 0L;
            foreach (var node in nodes)
            {
                clients += await NodeClients.CountAsync(field.Processes, node, stop) ?? 0;
            }

            return clients;
        }

        async Task MoveAsync(int percent, IReadOnlyList<string> drained, params string[] version)
        {
            await SetShareAsync(percent);
            await Task.Delay(NoticedAfter, stop);
            foreach (var node in drained)
            {
                await field.Processes.ReplaceAsync(node, version);
            }

            var (canary, stable) = (await CountAsync([_canary]), await CountAsync(_stable));
            _seen.Add($"{canary} at {percent} %");
            if (percent == 100 && stable > canary)
            {
                throw new CannotRunException($"The gateway does not follow the share: at 100 %, {stable} clients have the former version. Is the gateway of one that reads Service:SettingsFolder?");
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
