using Platform.Contracts.Names;
using StackExchange.Redis;

namespace Platform.IntegrationTests.Stack;

/// <summary>
/// The services' user in Redis, with production's rights and no more. Every stack on the tests' own Redis runs as such a user: a right
/// that is missing from the file shows in the first test that needs it, and not in the first fault that a user has.
/// </summary>
internal static class LeastRights
{
    public const string Password = "s3cret:with@signs";

    private const int MostRefusals = 10_000;
    private const string InFile = "user platform off ";

    public static readonly string Users = Path.Combine(ServiceProcess.Repository, "deploy", "redis", "users.acl");

    // What the client asks of every server, and does without.
    private static readonly string[] AskedInVain = ["config|get", "cluster|nodes", "cluster|slots", "client|setinfo", "sentinel|masters"];

    /// <summary>Makes the user on a server, with further rights where it needs some. Replicas don't get it from their master.</summary>
    public static async Task GiveAsync(Func<string, object[], Task<RedisResult>> admin, string user, RedisNames names, string further = "")
    {
        var rights = File.ReadLines(Users)
            .Single(line => line.StartsWith(InFile, StringComparison.Ordinal))[InFile.Length..]
            .Replace("platform:", $"{names.Prefix}:", StringComparison.Ordinal);
        await admin("ACL", ["SETUSER", user, "on", $">{Password}", .. rights.Split(' '), .. further.Split(' ', StringSplitOptions.RemoveEmptyEntries)]);
    }

    /// <summary>The address with the user's name and password.</summary>
    public static Uri As(string user, Uri url) => new UriBuilder(url) { UserName = user, Password = Uri.EscapeDataString(Password) }.Uri;

    /// <summary>Makes room for what all stacks of a run are refused; each asks in vain for some things.</summary>
    public static Task RememberAsync(Func<string, object[], Task<RedisResult>> admin) => admin("CONFIG", ["SET", "acllog-max-len", MostRefusals]);

    /// <summary>Fails where the user was refused what it asked for.</summary>
    public static async Task VerifyAsync(Func<string, object[], Task<RedisResult>> admin, string user)
    {
        var log = (RedisResult[])(await admin("ACL", ["LOG", MostRefusals]))!;
        var refused = log.Select(entry => entry.ToDictionary())
            .Where(entry => (string)entry["username"]! == user)
            .Select(entry => $"{entry["reason"]} {entry["object"]}")
            .Where(what => !AskedInVain.Contains(what.Split(' ')[1]));
        Assert.True(!refused.Any(), $"Redis refused {user}: {string.Join(", ", refused)}. deploy/redis/users.acl says what it may.");
    }
}
