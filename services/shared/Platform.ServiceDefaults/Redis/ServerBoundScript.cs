using System.Collections.Concurrent;
using System.Net;
using System.Reflection;
using StackExchange.Redis;

namespace Platform.ServiceDefaults.Redis;

/// <summary>
/// A Lua script that one life of one Redis server knows. Its text names the server's run id and it is called by hash only, so a
/// server that restarted or was promoted answers NOSCRIPT before anything is written to it, and is looked at first. The script
/// sees the run id as <c>life</c>, and channel_epoch.lua is in front of it.
/// </summary>
public sealed class ServerBoundScript
{
    private readonly string _body;
    private readonly ConcurrentDictionary<EndPoint, byte[]> _hashes = new();

    private ServerBoundScript(string body) => _body = body;

    /// <summary>Reads a script that is embedded in the given type's assembly.</summary>
    public static ServerBoundScript FromResource(Type owner, string name) =>
        new(Read(typeof(ServerBoundScript).Assembly, "channel_epoch.lua") + Read(owner.Assembly, name));

    /// <summary>Runs the script on the server that holds the keys.</summary>
    public async Task<RedisResult> EvaluateAsync(IConnectionMultiplexer redis, RedisKey[] keys, RedisValue[] arguments)
    {
        var server = ServerOf(redis, keys[0]);
        if (!_hashes.TryGetValue(server.EndPoint, out var hash))
        {
            hash = await LookAtAsync(server).ConfigureAwait(false);
        }

        try
        {
            return await redis.GetDatabase().ScriptEvaluateAsync(hash, keys, arguments).ConfigureAwait(false);
        }
        catch (RedisServerException e) when (e.Message.StartsWith("NOSCRIPT", StringComparison.Ordinal))
        {
            _hashes.TryRemove(new KeyValuePair<EndPoint, byte[]>(server.EndPoint, hash));
            hash = await LookAtAsync(ServerOf(redis, keys[0])).ConfigureAwait(false);
            return await redis.GetDatabase().ScriptEvaluateAsync(hash, keys, arguments).ConfigureAwait(false);
        }
    }

    // A server that restarts between the look and the load would get a script that names its former life: look twice.
    private async Task<byte[]> LookAtAsync(IServer server)
    {
        while (true)
        {
            var life = await RunIdAsync(server).ConfigureAwait(false);
            var hash = await server.ScriptLoadAsync($"local life = '{life}'\n{_body}").ConfigureAwait(false);
            if (await RunIdAsync(server).ConfigureAwait(false) == life)
            {
                return _hashes[server.EndPoint] = hash;
            }
        }
    }

    private static IServer ServerOf(IConnectionMultiplexer redis, RedisKey key)
    {
        try
        {
            return redis.GetServer(key);
        }
        catch (InvalidOperationException e)
        {
            // Said of a server that is away; every other call says it like this.
            throw new RedisConnectionException(ConnectionFailureType.UnableToResolvePhysicalConnection, CommandFlags.None, e.Message, e);
        }
    }

    private static async Task<string> RunIdAsync(IServer server)
    {
        var info = await server.InfoAsync("server").ConfigureAwait(false);
        return info.SelectMany(section => section).First(line => line.Key == "run_id").Value;
    }

    private static string Read(Assembly assembly, string name)
    {
        using var stream = assembly.GetManifestResourceStream(name) ?? throw new InvalidOperationException($"No embedded script '{name}'.");
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }
}
