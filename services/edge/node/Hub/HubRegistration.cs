using Microsoft.AspNetCore.Http.Connections;
using Microsoft.AspNetCore.SignalR;
using Microsoft.Extensions.Options;
using Platform.Contracts.Names;
using Platform.Edge.Channels;
using Platform.Edge.Connections;
using Platform.Edge.History;
using Platform.Edge.Streams;
using Platform.Edge.Streams.Formats;
using Platform.ServiceDefaults.Hosting;
using Platform.ServiceDefaults.Latency;
using Platform.ServiceDefaults.Redis;
using StackExchange.Redis;

namespace Platform.Edge.Hub;

internal static class HubRegistration
{
    // From how many bytes on SignalR lets the outbox wait; the last write, of up to 8 KB or one larger event, comes on top.
    private const int TransportBuffer = 4 * 1024;

    // What a client may send at once: as many wishes to subscribe as a call may hold, each with a long name and a position.
    private const int SmallestReceiveLimit = 32 * 1024;
    private const int BytesOfRequest = 512;

    // SignalR's own patience with a send, beyond the watch's: that one names a reason, and is an option.
    private static readonly TimeSpan LongerThanTheWatch = TimeSpan.FromSeconds(10);

    // A client says its first word as soon as it is connected.
    private static readonly TimeSpan Handshake = TimeSpan.FromSeconds(10);

    /// <summary>SignalR with its Redis backplane for control messages.</summary>
    public static WebApplicationBuilder AddHub(this WebApplicationBuilder builder)
    {
        builder.Services
            .AddSignalR()
            .AddMessagePackProtocol(protocol => protocol.SerializerOptions = ContractNames.Options)
            .AddStackExchangeRedis();
        builder.Services.AddSingleton<HubLifetimeManager<EventsHub>, EdgeLifetime>();
        builder.Services.AddOptions<Microsoft.AspNetCore.SignalR.StackExchangeRedis.RedisOptions>().Configure<RedisConnections>(
            (options, redis) => options.ConnectionFactory = _ => ConnectedAsync(redis));
        builder.Services.AddOptions<HubOptions>().Configure<IOptions<SubscriptionOptions>, IOptions<HeartbeatOptions>>((hub, subscriptions, heartbeat) =>
        {
            hub.HandshakeTimeout = Handshake;
            hub.KeepAliveInterval = TimeSpan.FromSeconds(heartbeat.Value.IntervalSeconds);
            hub.ClientTimeoutInterval = TimeSpan.FromSeconds(heartbeat.Value.TimeoutSeconds);
            hub.MaximumReceiveMessageSize = Math.Max(SmallestReceiveLimit, subscriptions.Value.MaxPerCall * BytesOfRequest);
        });
        builder.Services.AddSingleton<IUserIdProvider, SubjectAsUserId>();
        return builder;
    }

    // SignalR asks once and takes what it gets; its subscriptions on a connection that is not there yet would be lost for good.
    private static async Task<IConnectionMultiplexer> ConnectedAsync(RedisConnections redis) =>
        await redis.GetAsync(RedisPurpose.Control) is { IsConnected: true } connection
            ? connection
            : throw new RedisConnectionException(ConnectionFailureType.UnableToConnect, CommandFlags.None, "Redis is not there yet.");

    /// <summary>Streams of events from the backplane and from history to the connections.</summary>
    public static WebApplicationBuilder AddStreams(this WebApplicationBuilder builder)
    {
        builder.Services.AddValidated<SubscriptionOptions>(SubscriptionOptions.SectionName);
        builder.Services.AddSingleton<ChannelHistory>();
        builder.Services.AddSingleton<HistoryTurns>();
        builder.Services.AddHostedService<MarkersBack>();
        builder.Services.AddValidated<SlowEventOptions>(SlowEventOptions.SectionName);
        builder.Services.AddSingleton<SlowEvents>();
        builder.Services.AddSingleton<FanOutLatency>();
        builder.Services.AddSingleton<LiveChannels>();
        builder.Services.AddHostedService(services => services.GetRequiredService<LiveChannels>());
        builder.Services.AddHostedService<BackplaneWatch>();
        builder.Services.AddSingleton<CatchUp>();
        builder.Services.AddSingleton<ResumePoint>();
        builder.Services.AddSingleton<SubscriptionOpener>();
        builder.Services.AddSingleton<AutomaticChannel>();
        return builder;
    }

    /// <summary>The connections, each with its outbox.</summary>
    public static WebApplicationBuilder AddConnections(this WebApplicationBuilder builder)
    {
        builder.Services.AddValidated<OutboxOptions>(OutboxOptions.SectionName);
        builder.Services.AddValidated<HeartbeatOptions>(HeartbeatOptions.SectionName);
        builder.Services.AddSingleton<SlowSends>();
        builder.Services.AddSingleton<WaitingRoom>();
        builder.Services.AddSingleton<OpenConnections>();
        builder.Services.AddSingleton<IEdgeLoad, ConnectionLoad>();
        builder.Services.AddHostedService<ConnectionWatch>();
        builder.Services.AddSingleton<IConfigureOptions<Microsoft.AspNetCore.Server.Kestrel.Transport.Sockets.SocketTransportOptions>, SocketBuffers>();
        return builder;
    }

    /// <summary>The hub, by WebSockets only.</summary>
    public static void MapHub(this WebApplication app)
    {
        var connections = app.Services.GetRequiredService<OpenConnections>();
        var outbox = app.Services.GetRequiredService<IOptions<OutboxOptions>>().Value;
        // The watch ends connections with their tokens: SignalR would go by the first one alone.
        app.MapConnections(
            Routes.Hub,
            new HttpConnectionDispatcherOptions
            {
                Transports = HttpTransportType.WebSockets,
                TransportMaxBufferSize = TransportBuffer,
                TransportSendTimeout = TimeSpan.FromSeconds(outbox.StalledSeconds) + LongerThanTheWatch,
            },
            connection => connection
                .Use(next => context => connections.RunAsync(context, next))
                .UseHub<EventsHub>())
            .RequireAuthorization();
    }
}
