using System.Diagnostics.Metrics;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Platform.Edge.Connections;

namespace Platform.UnitTests.Edge;

/// <summary>Nodes as far as their outboxes are concerned.</summary>
internal sealed class WaitingRooms : IDisposable
{
    private readonly ServiceProvider _meters = new ServiceCollection().AddMetrics().BuildServiceProvider();

    public WaitingRoom Open(OutboxOptions limits) => new(Options.Create(limits), _meters.GetRequiredService<IMeterFactory>());

    public void Dispose() => _meters.Dispose();
}
