using System.Collections.Concurrent;
using Microsoft.Extensions.Options;
using Platform.Contracts.Names;
using Platform.ServiceDefaults.Hosting;
using StackExchange.Redis;

namespace Platform.ServiceDefaults.Redis;

/// <summary>
/// Opens connections to Redis, one for each purpose, so that what is urgent never waits behind what is not. They connect when
/// Redis is there and come back by themselves; a call fails at once while they are away.
/// </summary>
public sealed class RedisConnections(IOptions<RedisOptions> options, IOptions<ServiceOptions> service) : IAsyncDisposable
{
    private readonly ConcurrentDictionary<string, Lazy<Task<IConnectionMultiplexer>>> _connections = new();

    /// <summary>The connection for a <see cref="RedisPurpose"/>; the same one for each call.</summary>
    public async Task<IConnectionMultiplexer> GetAsync(string purpose)
    {
        var connection = _connections.GetOrAdd(purpose, _ => new Lazy<Task<IConnectionMultiplexer>>(() => ConnectAsync(purpose)));
        try
        {
            return await connection.Value.ConfigureAwait(false);
        }
        catch
        {
            // An attempt that failed is not the answer for ever.
            _connections.TryRemove(new KeyValuePair<string, Lazy<Task<IConnectionMultiplexer>>>(purpose, connection));
            throw;
        }
    }

    /// <inheritdoc />
    public async ValueTask DisposeAsync()
    {
        foreach (var connection in _connections.Values)
        {
            if (connection is { IsValueCreated: true, Value.IsCompletedSuccessfully: true })
            {
                await connection.Value.Result.DisposeAsync().ConfigureAwait(false);
            }
        }
    }

    private async Task<IConnectionMultiplexer> ConnectAsync(string purpose)
    {
        var configuration = RedisUrl.Parse(options.Value.Url);
        configuration.ClientName = $"{service.Value.Name}-{purpose}".Replace(' ', '-');
        configuration.AbortOnConnectFail = false;
        configuration.BacklogPolicy = BacklogPolicy.FailFast;
        configuration.AsyncTimeout = configuration.SyncTimeout = options.Value.TimeoutMs;
        configuration.ConnectTimeout = options.Value.TimeoutMs;
        configuration.ReconnectRetryPolicy = new LinearRetry(500);
        configuration.KeepAlive = 1;
        configuration.HeartbeatInterval = TimeSpan.FromMilliseconds(500);
        // How soon a replica that was promoted on a Cluster is known as master. Asked less and less often after its master went, up to this:
        // with the library's 60 s, a node that asks for nothing but frames would go without those of that master's channels for half a minute.
        configuration.ConfigCheckSeconds = 2;
        // Its errors stand in our logs, and would name the key, hence the user whose channel it is.
        configuration.IncludeDetailInExceptions = false;
        // Conventions among this library's own clients, with names outside our prefix.
        configuration.ConfigurationChannel = configuration.TieBreaker = "";
        if (purpose == RedisPurpose.Control)
        {
            // SignalR names its messages after the hub alone.
            configuration.ChannelPrefix = RedisChannel.Literal(new RedisNames(options.Value.KeyPrefix).Backplane);
        }

        // What was asked of it says whether live events come on it.
        configuration.SharedSubscriptionConnection = true;
        if (options.Value.CaFile is { } caFile)
        {
            configuration.CertificateValidation += new OwnAuthority(caFile).Trusts;
        }

        return await ConnectionMultiplexer.ConnectAsync(configuration).ConfigureAwait(false);
    }
}
