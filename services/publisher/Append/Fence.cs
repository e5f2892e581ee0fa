using Platform.Contracts.Lanes;
using Platform.Contracts.Names;
using StackExchange.Redis;

namespace Platform.Publisher.Append;

/// <summary>
/// Gives out terms, each above all before. They follow the server's clock, so that a Redis that came back empty does not start
/// below a term that is still in use.
/// </summary>
internal static class Fence
{
    private const string TakeTerm = """
        local time = redis.call('TIME')
        local now = time[1] * 1000 + math.floor(time[2] / 1000)
        local term = math.max(now, tonumber(redis.call('GET', KEYS[1]) or 0) + 1)
        redis.call('SET', KEYS[1], string.format('%.0f', term))
        return term
        """;

    public static async Task<long> TakeTermAsync(IConnectionMultiplexer redis, RedisNames names, Lane lane) =>
        (long)await redis.GetDatabase().ScriptEvaluateAsync(TakeTerm, [names.Term(lane)]);
}
