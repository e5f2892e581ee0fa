using Microsoft.Extensions.Options;
using Platform.Gateway.Canary;
using Yarp.ReverseProxy.Configuration;

namespace Platform.Gateway.Forwarding;

/// <summary>The doors and what is behind them, as the configuration says at the moment. Open connections outlive a change.</summary>
internal sealed class ConfiguredDoors : IProxyConfigProvider, IDisposable
{
    private readonly IOptionsMonitor<GatewayOptions> _gateway;
    private readonly IOptionsMonitor<CanaryOptions> _canary;
    private readonly InMemoryConfigProvider _current;
    private readonly IReadOnlyList<RouteConfig> _routes;
    private readonly IReadOnlyList<IDisposable?> _changes;

    public ConfiguredDoors(IHostEnvironment environment, IOptionsMonitor<GatewayOptions> gateway, IOptionsMonitor<CanaryOptions> canary)
    {
        _gateway = gateway;
        _canary = canary;
        _routes = RouteTable.Doors(environment.IsDevelopment());
        _current = new InMemoryConfigProvider(_routes, Clusters());
        _changes = [gateway.OnChange(_ => Update()), canary.OnChange(_ => Update())];
    }

    public IProxyConfig GetConfig() => _current.GetConfig();

    public void Dispose()
    {
        foreach (var change in _changes)
        {
            change?.Dispose();
        }
    }

    private void Update() => _current.Update(_routes, Clusters());

    private IReadOnlyList<ClusterConfig> Clusters() => Destinations.From(_gateway.CurrentValue, _canary.CurrentValue);
}
