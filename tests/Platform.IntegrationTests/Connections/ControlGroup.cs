using System.Text.Json;
using Microsoft.AspNetCore.SignalR;
using Microsoft.Extensions.DependencyInjection;
using Platform.Contracts.Hub;
using Platform.Edge.Hub;
using Platform.Load.Producers;
using Platform.Load.Rig;
using Platform.Load.Stock;

namespace Platform.IntegrationTests.Connections;

/// <summary>The same clients, to whom another .NET service sends control messages: through <c>IHubContext</c> and SignalR's Redis backplane.</summary>
internal sealed class ControlGroup(IGroup platform, StockApp service) : IGroup
{
    public string Name => "control messages";

    public ReadOnlyMemory<byte> Join => platform.Join;

    public static async Task<ControlGroup> StartAsync(IGroup platform, string redis, string backplane) => new(
        platform,
        await StockApp.StartAsync(builder => builder.AddStockSignalR(redis, backplane), _ => { }, TestContext.Current.CancellationToken));

    public ValueTask<Uri> AddressAsync(int member, CancellationToken cancellationToken) => platform.AddressAsync(member, cancellationToken);

    public ValueTask<IEventDoor> OpenDoorAsync(CancellationToken cancellationToken) =>
        new(new Door(service.Services.GetRequiredService<IHubContext<EventsHub>>()));

    public async ValueTask DisposeAsync()
    {
        await service.DisposeAsync();
        await platform.DisposeAsync();
    }

    private sealed class Door(IHubContext<EventsHub> hub) : IEventDoor
    {
        public async ValueTask SendAsync(Bundle bundle, CancellationToken cancellationToken)
        {
            await hub.Clients.All.SendAsync(HubMethods.Events, new[] { JsonSerializer.Deserialize<JsonElement>(bundle.Body.Span) }, cancellationToken);
            bundle.Settle(Outcome.Accepted);
        }

        public Task SettleAsync() => Task.CompletedTask;

        public ValueTask DisposeAsync() => ValueTask.CompletedTask;
    }
}
