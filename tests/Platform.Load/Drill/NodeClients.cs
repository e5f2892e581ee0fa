using Platform.Load.Measurements;
using Platform.Load.Rig;

namespace Platform.Load.Drill;

/// <summary>How many clients each edge node has, as the nodes' own Prometheus pages say.</summary>
internal static class NodeClients
{
    /// <summary>The node with the most; <c>null</c> where none tells.</summary>
    public static async Task<string?> BusiestAsync(StackProcesses processes, CancellationToken cancellationToken)
    {
        var nodes = new List<(string Name, long Clients)>();
        foreach (var name in processes.Edges)
        {
            if (await CountAsync(processes, name, cancellationToken) is { } clients)
            {
                nodes.Add((name, clients));
            }
        }

        return nodes.Count == 0 ? null : nodes.MaxBy(node => node.Clients).Name;
    }

    public static async Task<long?> CountAsync(StackProcesses processes, string node, CancellationToken cancellationToken)
    {
        using var client = new HttpClient { Timeout = TimeSpan.FromSeconds(5) };
        return processes.UrlOf(node) is { } url ? await PrometheusPage.ReadAsync(client, url, "signalr_server_active_connections{", cancellationToken) : null;
    }
}
