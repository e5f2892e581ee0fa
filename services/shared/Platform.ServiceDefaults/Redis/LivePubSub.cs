using Platform.Contracts.Lanes;
using Platform.Contracts.Names;
using StackExchange.Redis;

namespace Platform.ServiceDefaults.Redis;

/// <summary>
/// Whether live events go by sharded pub/sub: one setting in Redis, so that who publishes and who subscribes never differ. The first
/// service that asks stores it: sharded on a Cluster, where a plain message goes to every node, and plain elsewhere.
/// </summary>
public sealed class LivePubSub(RedisNames names)
{
    private const string Sharded = "sharded";

    // The server itself says what it is: a client may not know yet.
    private const string ReadOrStore = """
        local setting = redis.call('GET', KEYS[1])
        if not setting then
          setting = string.find(redis.call('INFO', 'cluster'), 'cluster_enabled:1', 1, true) and 'sharded' or 'plain'
          redis.call('SET', KEYS[1], setting)
        end
        return setting
        """;

    private string? _setting;

    /// <summary>Whether it is sharded; asked for once, since a change needs every service to start anew.</summary>
    public async ValueTask<bool> IsShardedAsync(IConnectionMultiplexer redis) =>
        (_setting ??= await ReadAsync(redis).ConfigureAwait(false)) == Sharded;

    /// <summary>Where a channel's events of one lane are published.</summary>
    public async ValueTask<RedisChannel> LiveAsync(IConnectionMultiplexer redis, string channel, Lane lane)
    {
        var name = names.Live(channel, lane);
        return await IsShardedAsync(redis).ConfigureAwait(false) ? RedisChannel.Sharded(name) : RedisChannel.Literal(name);
    }

    private async Task<string?> ReadAsync(IConnectionMultiplexer redis) =>
        (string?)await redis.GetDatabase().ScriptEvaluateAsync(ReadOrStore, [names.PubSub]).ConfigureAwait(false);
}
