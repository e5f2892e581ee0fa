using System.Text.Json;
using Microsoft.AspNetCore.SignalR;
using Platform.Contracts.Hub;
using Platform.Load.Producers;
using StackExchange.Redis;

namespace Platform.Load.Stock;

/// <summary>Sends each event to the group through <see cref="IHubContext{THub}"/>. What Redis took counts as accepted.</summary>
internal sealed class StockDoor(IHubContext<StockHub> hub, string group) : IEventDoor
{
    public async ValueTask SendAsync(Bundle bundle, CancellationToken cancellationToken)
    {
        try
        {
            // The platform's frames hold a list of events, so that the same client reads both.
            var @event = JsonSerializer.Deserialize<JsonElement>(bundle.Body.Span);
            await hub.Clients.Group(group).SendAsync(HubMethods.Events, new[] { @event }, cancellationToken);
            bundle.Settle(Outcome.Accepted);
        }
        catch (RedisException e)
        {
            bundle.Settle(Outcome.Unknown, e.Message);
        }
    }

    public Task SettleAsync() => Task.CompletedTask;

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;
}
