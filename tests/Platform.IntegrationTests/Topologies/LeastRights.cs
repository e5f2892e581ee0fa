using Platform.Contracts.Names;

namespace Platform.IntegrationTests.Topologies;

/// <summary>The user that docs/security.md describes, with the rights that it names and no more.</summary>
internal static class LeastRights
{
    public const string User = "platform";
    public const string Password = "s3cret:with@signs";

    private const string Rights =
        "on >PASSWORD resetchannels ~PREFIX:* &PREFIX:* -@all +ping +echo +hello +client|setname +client|id +info +eval +evalsha +script|load "
        + "+get +set +hget +hmget +hset +hdel +hlen +hscan +zadd +zrem +zrange +zrangebyscore +zremrangebyscore "
        + "+xrange +xadd +xdel +sadd +srem +sismember +exists +rename +unlink +expire +pexpire +pttl +time +multi +exec "
        + "+publish +spublish +subscribe +unsubscribe +ssubscribe +sunsubscribe +psubscribe +punsubscribe +wait";

    /// <summary>Makes the user on a server, with further rights where it needs some. Replicas don't get it from their master.</summary>
    public static Task GiveAsync(RedisServer server, RedisNames names, string further = "") => server.ExecuteAsync("ACL",
    [
        "SETUSER", User, .. Rights.Replace("PREFIX", names.Prefix, StringComparison.Ordinal).Split(' ').Select(right => right.Replace("PASSWORD", Password, StringComparison.Ordinal)),
        .. further.Split(' ', StringSplitOptions.RemoveEmptyEntries),
    ]);
}
