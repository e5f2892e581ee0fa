using Platform.Load.Faults;

namespace Platform.Load.Drill;

/// <summary>
/// The network between services and a server stalls or is slow. The services are started again with a proxy before the server, and as
/// they were afterwards.
/// </summary>
internal sealed class LinkFault(string name, string server, IReadOnlyList<string> services, TimeSpan? slowBy) : DrillFault(
    name,
    $"{string.Join(" and ", services)}: bytes to {server} {(slowBy is { } delay ? $"take {delay.TotalMilliseconds:0} ms each way" : "stop, and nobody is told")}")
{
    private FaultProxy? _proxy;

    public override async Task PrepareAsync(DrillField field, CancellationToken stop)
    {
        var url = field.Servers.UrlOf(server);
        _proxy = new FaultProxy(url.Host, url.Port);
        await RestartAsync(field, $"{(server == StackServers.Redis ? "Redis" : "RabbitMq")}__Url={_proxy.Via(url)}");
    }

    public override async Task StrikeAsync(DrillField field, CancellationToken stop)
    {
        if (slowBy is { } delay)
        {
            _proxy!.Delay(delay);
        }
        else
        {
            _proxy!.Stall();
        }

        try
        {
            await Task.Delay(field.Plan.Length, stop);
        }
        finally
        {
            _proxy.Restore();
        }
    }

    public override async Task RepairAsync(DrillField field)
    {
        await RestartAsync(field);
        if (_proxy is not null)
        {
            await _proxy.DisposeAsync();
        }
    }

    private async Task RestartAsync(DrillField field, params string[] settings)
    {
        foreach (var service in services)
        {
            await field.Processes.ReplaceAsync(service, settings);
        }
    }
}
