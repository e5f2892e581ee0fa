using Platform.Contracts.Names;
using Platform.ServiceDefaults.Redis;
using StackExchange.Redis;

namespace Platform.IntegrationTests.Stack;

/// <summary>A key prefix of its own in the tests' Redis, and a user with production's rights below it: no test sees another's keys.</summary>
internal sealed class KeySpace : IAsyncDisposable
{
    private readonly ConnectionMultiplexer _admin;
    private readonly string _prefix;

    private KeySpace(ConnectionMultiplexer admin, string prefix, Uri server)
    {
        _admin = admin;
        _prefix = prefix;
        Url = LeastRights.As(prefix, server);
    }

    /// <summary>The server, as the services' user.</summary>
    public Uri Url { get; }

    /// <summary>As a user with every right.</summary>
    public IDatabase Database => _admin.GetDatabase();

    public static async Task<KeySpace> CreateAsync(Servers servers, string prefix)
    {
        var options = RedisUrl.Parse(servers.Redis.ToString());
        options.AllowAdmin = true;
        var space = new KeySpace(await ConnectionMultiplexer.ConnectAsync(options), prefix, servers.Redis);
        await LeastRights.RememberAsync(space.Database.ExecuteAsync);
        await LeastRights.GiveAsync(space.Database.ExecuteAsync, prefix, new RedisNames(prefix));
        if (servers.KeepRedisUsers)
        {
            await space.Database.ExecuteAsync("ACL", "SAVE");
        }

        return space;
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var server in _admin.GetServers())
        {
            await foreach (var key in server.KeysAsync(pattern: $"{_prefix}:*", pageSize: 1000))
            {
                await Database.KeyDeleteAsync(key);
            }
        }

        try
        {
            await LeastRights.VerifyAsync(Database.ExecuteAsync, _prefix);
        }
        finally
        {
            await Database.ExecuteAsync("ACL", "DELUSER", _prefix);
            await _admin.DisposeAsync();
        }
    }
}
