using System.Text.RegularExpressions;

namespace Platform.UnitTests.Redis;

/// <summary>Production's Redis user may do what the services do: a command that is refused shows only once it is needed.</summary>
public sealed partial class UserRightsTests
{
    private static readonly Dictionary<string, string> CommandOf = new(StringComparer.Ordinal)
    {
        ["HashDelete"] = "hdel",
        ["HashGet"] = "hget",
        ["HashGetAll"] = "hgetall",
        ["HashLength"] = "hlen",
        ["HashScan"] = "hscan",
        ["HashSet"] = "hset",
        ["KeyExpire"] = "pexpire",
        ["ScriptEvaluate"] = "evalsha",
        ["SortedSetAdd"] = "zadd",
        ["SortedSetRangeByRankWithScores"] = "zrange",
        ["SortedSetRemoveRangeByScore"] = "zremrangebyscore",
        ["StreamRange"] = "xrange",
        ["StringGet"] = "get",
        ["StringSet"] = "set",
    };

    [Fact]
    public void The_platform_s_user_may_send_every_command_that_the_services_send()
    {
        var sources = Directory.EnumerateFiles(Path.Combine(Repository.Folder, "services"), "*.*", SearchOption.AllDirectories)
            .Where(file => Path.GetExtension(file) is ".cs" or ".lua" && !file.Contains("/obj/", StringComparison.Ordinal) && !file.Contains("/bin/", StringComparison.Ordinal))
            .Select(File.ReadAllText)
            .ToArray();
        var sent = sources.SelectMany(source => Method().Matches(source)).Select(match => CommandOf[match.Groups[1].Value])
            .Concat(sources.SelectMany(source => InScript().Matches(source)).Select(match => match.Groups[1].Value.ToLowerInvariant()))
            .Distinct(StringComparer.Ordinal)
            .ToArray();
        var rights = File.ReadLines(Path.Combine(Repository.Folder, "deploy", "redis", "users.acl"))
            .Single(line => line.StartsWith("user platform ", StringComparison.Ordinal))
            .Split(' ');

        Assert.Contains("hgetall", sent);
        Assert.Contains("xadd", sent);
        Assert.All(sent, command => Assert.Contains($"+{command}", rights));
    }

    [GeneratedRegex(@"\.((?:Hash|Key|Script|SortedSet|Stream|String)[A-Z][A-Za-z]*)Async\(")]
    private static partial Regex Method();

    [GeneratedRegex(@"\bp?call\('([A-Z]+)'")]
    private static partial Regex InScript();
}
