using Platform.Load.Measurements;
using Platform.Load.Rig;

namespace Platform.Load.Drill;

/// <summary>The edge node with the most clients, as the nodes' own Prometheus pages say.</summary>
internal static class BusiestNode
{
    public static async Task<string?> FindAsync(StackProcesses processes, CancellationToken cancellationToken)
    {
        using var client = new HttpClient { Timeout = TimeSpan.FromSeconds(5) };
        var nodes = new List<(string Name, long Clients)>();
        foreach (var name in processes.Edges)
        {
            if (processes.UrlOf(name) is { } url && await PrometheusPage.ReadAsync(client, url, "signalr_server_active_connections{", cancellationToken) is { } clients)
            {
                nodes.Add((name, clients));
            }
        }

        return nodes.Count == 0 ? null : nodes.MaxBy(node => node.Clients).Name;
    }
}
