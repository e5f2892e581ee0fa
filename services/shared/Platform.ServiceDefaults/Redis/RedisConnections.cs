using System.Collections.Concurrent;
using Microsoft.Extensions.Options;
using Platform.ServiceDefaults.Health;
using Platform.ServiceDefaults.Hosting;
using StackExchange.Redis;

namespace Platform.ServiceDefaults.Redis;

/// <summary>
/// Opens connections to Redis, one for each purpose, so that what is urgent never waits behind what is not. They connect when
/// Redis is there and come back by themselves; a call fails at once while they are away.
/// </summary>
public sealed class RedisConnections(IOptions<RedisOptions> options, IOptions<ServiceOptions> service, Dependencies dependencies) : IAsyncDisposable
{
    private readonly ConcurrentDictionary<string, Task<IConnectionMultiplexer>> _connections = new();

    /// <summary>The connection for a purpose; the same one for each call.</summary>
    public Task<IConnectionMultiplexer> GetAsync(string purpose) => _connections.GetOrAdd(purpose, ConnectAsync);

    /// <inheritdoc />
    public async ValueTask DisposeAsync()
    {
        foreach (var connection in _connections.Values)
        {
            await (await connection.ConfigureAwait(false)).DisposeAsync().ConfigureAwait(false);
        }
    }

    private async Task<IConnectionMultiplexer> ConnectAsync(string purpose)
    {
        var configuration = RedisUrl.Parse(options.Value.Url);
        configuration.ClientName = $"{service.Value.Name}-{purpose}".Replace(' ', '-');
        configuration.AbortOnConnectFail = false;
        // For INFO, which names the server's life; nothing else that an administrator may do is used.
        configuration.AllowAdmin = true;
        configuration.BacklogPolicy = BacklogPolicy.FailFast;
        configuration.AsyncTimeout = configuration.SyncTimeout = options.Value.TimeoutMs;
        configuration.ConnectTimeout = options.Value.TimeoutMs;
        configuration.ReconnectRetryPolicy = new LinearRetry(500);
        configuration.KeepAlive = 1;
        configuration.HeartbeatInterval = TimeSpan.FromMilliseconds(500);

        var connection = await ConnectionMultiplexer.ConnectAsync(configuration).ConfigureAwait(false);
        var dependency = $"{RedisOptions.Dependency} ({purpose})";
        dependencies.Require(dependency);
        connection.ConnectionFailed += (_, e) => dependencies.Down(dependency, $"{e.ConnectionType} connection lost: {e.FailureType}");
        connection.ConnectionRestored += (_, _) => Report();
        Report();
        return connection;

        void Report()
        {
            if (connection.IsConnected)
            {
                dependencies.Up(dependency);
            }
        }
    }
}
