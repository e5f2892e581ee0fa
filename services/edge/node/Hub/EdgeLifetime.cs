using Microsoft.AspNetCore.SignalR;
using Microsoft.AspNetCore.SignalR.StackExchangeRedis;
using Microsoft.Extensions.Options;
using Platform.Edge.Connections;
using Platform.Edge.Streams.Formats;

namespace Platform.Edge.Hub;

/// <summary>SignalR's own lifetime on its Redis backplane. Here the node learns which protocol the handshake agreed on.</summary>
internal sealed class EdgeLifetime(
    ILogger<RedisHubLifetimeManager<EventsHub>> logger,
    IOptions<Microsoft.AspNetCore.SignalR.StackExchangeRedis.RedisOptions> redis,
    IHubProtocolResolver protocols,
    IOptions<HubOptions> global,
    IOptions<HubOptions<EventsHub>> hub) : RedisHubLifetimeManager<EventsHub>(logger, redis, protocols, global, hub)
{
    public override Task OnConnectedAsync(HubConnectionContext connection)
    {
        connection.Features.Get<ClientConnection>()!.Format = MessageFormat.Of(connection.Protocol);
        return base.OnConnectedAsync(connection);
    }
}
