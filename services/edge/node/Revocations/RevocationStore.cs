using Platform.Contracts.Names;
using Platform.Contracts.Revocations;
using Platform.ServiceDefaults.Redis;
using Platform.ServiceDefaults.Security.Revocations;
using StackExchange.Redis;

namespace Platform.Edge.Revocations;

/// <summary>What is revoked, in Redis: for nodes that were away, or that start later.</summary>
internal sealed class RevocationStore(RedisConnections redis, RedisNames names, RevokedTokens revoked, TimeProvider clock)
{
    /// <summary>Completes when it is stored. Of two for the same user the later one holds, whichever comes first.</summary>
    public async Task AddAsync(Revocation revocation)
    {
        var database = (await redis.GetAsync(RedisPurpose.Control)).GetDatabase();
        var all = database.CreateTransaction();
        var oldest = (clock.GetUtcNow() - revoked.KeptFor).ToUnixTimeMilliseconds();
        _ = all.SortedSetRemoveRangeByScoreAsync(names.Revoked, double.NegativeInfinity, oldest);
        _ = all.SortedSetAddAsync(names.Revoked, Member(revocation), revocation.At, SortedSetWhen.GreaterThan);
        _ = all.KeyExpireAsync(names.Revoked, revoked.KeptFor);
        await all.ExecuteAsync();
    }

    public async Task<IReadOnlyList<Revocation>> ReadAsync()
    {
        var database = (await redis.GetAsync(RedisPurpose.Control)).GetDatabase();
        var entries = await database.SortedSetRangeByRankWithScoresAsync(names.Revoked);
        return [.. entries.Select(entry => Parse(entry.Element.ToString(), (long)entry.Score))];
    }

    private static string Member(Revocation revocation) => $"{revocation.Claim}:{revocation.Value}";

    private static Revocation Parse(string member, long at)
    {
        var colon = member.IndexOf(':', StringComparison.Ordinal);
        return new Revocation(member[..colon], member[(colon + 1)..], at);
    }
}
