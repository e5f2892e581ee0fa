using Microsoft.AspNetCore.SignalR;
using Platform.ServiceDefaults.Health;
using Platform.ServiceDefaults.Redis;
using Platform.ServiceDefaults.Security.Revocations;
using StackExchange.Redis;

namespace Platform.Edge.Revocations;

/// <summary>
/// Keeps this node's revocations true. They come over the backplane at once; what was said while the node was away is read from Redis
/// when it starts, when its connection is restored, and slowly otherwise, so a message that was lost costs seconds.
/// </summary>
internal sealed partial class RevocationFeed(
    RevokedTokens revoked,
    RevocationStore store,
    IServiceProvider services,
    RedisConnections redis,
    Dependencies dependencies,
    ILoggerFactory loggers,
    TimeProvider clock,
    ILogger<RevocationFeed> logger) : BackgroundService
{
    private const string Dependency = "revocations";

    private static readonly TimeSpan Tick = TimeSpan.FromMilliseconds(250);
    private static readonly TimeSpan Sweep = TimeSpan.FromSeconds(10);

    private volatile bool _isDue = true;
    private bool _isJoined;
    private long _readAt;

    // A node that does not know yet what is revoked takes no connections.
    public override Task StartAsync(CancellationToken cancellationToken)
    {
        dependencies.Require(Dependency);
        return base.StartAsync(cancellationToken);
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Tick, clock);
        do
        {
            try
            {
                var connection = await redis.GetAsync(RedisPurpose.Control);
                if (connection.IsConnected)
                {
                    await JoinAsync(connection);
                    await ReadAsync();
                }
            }
            catch (Exception e) when (!stoppingToken.IsCancellationRequested)
            {
                _isDue = true;
                LogFailed(e.Message);
            }
        }
        while (await timer.WaitForNextTickAsync(stoppingToken));
    }

    private async Task JoinAsync(IConnectionMultiplexer connection)
    {
        if (_isJoined)
        {
            return;
        }

        // Not before Redis is there: SignalR connects as soon as this is made, and logs a stack trace when it can't.
        var backplane = services.GetRequiredService<HubLifetimeManager<NodeControl>>();
        await backplane.OnConnectedAsync(new NodeLink(revoked.Add, loggers));
        connection.ConnectionRestored += (_, _) => _isDue = true;
        _isJoined = true;
    }

    private async Task ReadAsync()
    {
        if (!_isDue && clock.GetElapsedTime(_readAt) < Sweep)
        {
            return;
        }

        _isDue = false;
        revoked.Forget();
        var stored = await store.ReadAsync();
        foreach (var revocation in stored)
        {
            revoked.Add(revocation);
        }

        // A Redis that came back without its data learns from its nodes what was revoked.
        foreach (var lost in revoked.All.Except(stored))
        {
            await store.AddAsync(lost);
        }

        _readAt = clock.GetTimestamp();
        dependencies.Up(Dependency);
    }

    [LoggerMessage(240, LogLevel.Debug, "What is revoked can't be read now, and is read again soon: {Why}")]
    private partial void LogFailed(string why);
}
