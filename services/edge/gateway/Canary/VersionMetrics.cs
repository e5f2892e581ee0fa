using System.Diagnostics.Metrics;

namespace Platform.Gateway.Canary;

/// <summary>What goes to each version of the edge, and what fails there: a new version is judged by comparing the two.</summary>
internal sealed class VersionMetrics
{
    private readonly UpDownCounter<long> _connections;
    private readonly Counter<long> _requests;
    private readonly Counter<long> _failures;

    public VersionMetrics(IMeterFactory meters)
    {
        var meter = meters.Create("Platform.Gateway");
        _connections = meter.CreateUpDownCounter<long>("platform.gateway.edge.connections", "{connection}", "WebSockets that are open, by version of the edge.");
        _requests = meter.CreateCounter<long>("platform.gateway.edge.requests", "{request}", "Requests sent to an edge, WebSockets among them, each attempt counted, by version.");
        _failures = meter.CreateCounter<long>("platform.gateway.edge.failures", "{request}", "Requests that the edge did not answer, broke off, or answered with 5xx, by version.");
    }

    public void Connected(string version, int change) => _connections.Add(change, Label(version));

    public void Sent(string version) => _requests.Add(1, Label(version));

    public void Failed(string version) => _failures.Add(1, Label(version));

    private static KeyValuePair<string, object?> Label(string version) => new("version", version);
}
