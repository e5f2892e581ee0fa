using Platform.Contracts.Lanes;
using Platform.Contracts.Names;
using Platform.Publisher.Append;
using StackExchange.Redis;

namespace Platform.Publisher.Poison;

/// <summary>
/// How often publishers died of what, by lane: in Redis, so that the next publisher knows. What has <see cref="InHand"/> was merely in
/// hand when one died. Values are set, not counted up, so that a
/// write whose outcome is unknown may be sent again.
/// </summary>
internal sealed class TrialRecord(LaneRedis redis, RedisNames names)
{
    /// <summary>Worked on beside others: a death that comes now counts against none of them.</summary>
    public const int InHand = 0;

    // Longer than any series of crashes; what a purged queue leaves behind goes with it.
    private static readonly TimeSpan Life = TimeSpan.FromDays(1);

    public async Task<Dictionary<string, int>> ReadAsync(Lane lane, CancellationToken cancellationToken)
    {
        var entries = await redis.UntilAnsweredAsync(lane, connection => connection.GetDatabase().HashGetAllAsync(names.Trials(lane)), cancellationToken);
        return entries.ToDictionary(entry => entry.Name.ToString(), entry => (int)entry.Value, StringComparer.Ordinal);
    }

    /// <summary>Returns once it is written.</summary>
    public Task WriteAsync(Lane lane, IEnumerable<KeyValuePair<string, int>> deaths, CancellationToken cancellationToken)
    {
        HashEntry[] fields = [.. deaths.Select(one => new HashEntry(one.Key, one.Value))];
        return redis.UntilAnsweredAsync(
            lane,
            async connection =>
            {
                // One way there and back for both: after a failover, all that was in hand waits for it.
                var database = connection.GetDatabase();
                var written = database.HashSetAsync(names.Trials(lane), fields);
                var expires = database.KeyExpireAsync(names.Trials(lane), Life);
                await Task.WhenAll(written, expires);
                return true;
            },
            cancellationToken);
    }

    /// <summary>When nobody may wait any more: what gets lost is one death too many.</summary>
    public Task SendAsync(Lane lane, string suspect, int deaths) =>
        redis.SendAsync(lane, connection => connection.GetDatabase().HashSetAsync(names.Trials(lane), suspect, deaths, flags: CommandFlags.FireAndForget));

    public Task SendForgetAsync(Lane lane, IEnumerable<string> suspects)
    {
        RedisValue[] fields = [.. suspects];
        return redis.SendAsync(lane, connection => connection.GetDatabase().HashDeleteAsync(names.Trials(lane), fields, CommandFlags.FireAndForget));
    }
}
