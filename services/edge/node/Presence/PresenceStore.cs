using Platform.Contracts.Hub;
using Platform.Contracts.Names;
using Platform.ServiceDefaults.Redis;
using StackExchange.Redis;

namespace Platform.Edge.Presence;

/// <summary>Presence in Redis, where all nodes meet.</summary>
internal sealed class PresenceStore(RedisConnections redis, RedisNames names)
{
    private static readonly string Script = ReadScript();

    /// <summary>Tells what this node knows; returns who joined and left by that.</summary>
    public async Task<PresenceMessage> TellAsync(string channel, Report report, TimeSpan lifetime)
    {
        List<RedisValue> arguments = [(long)lifetime.TotalMilliseconds, report.Present.Count];
        foreach (var member in report.Present)
        {
            arguments.AddRange([member.Connection, member.Subject, member.Role]);
        }

        foreach (var member in report.Gone)
        {
            arguments.AddRange([member.Connection, member.Subject]);
        }

        var database = (await redis.GetAsync(RedisPurpose.Control)).GetDatabase();
        var answer = (RedisResult[])(await database.ScriptEvaluateAsync(Script, [names.Presence(channel), names.PresentUsers(channel)], [.. arguments]))!;
        return new PresenceMessage(channel, Users((string[])answer[1]!), Users((string[])answer[2]!), (long)answer[0]);
    }

    /// <summary>How many users are on the channel, and at most so many of them, with the number of their connections.</summary>
    public async Task<(long Count, IReadOnlyList<(PresentUser User, int Connections)> Users)> ReadAsync(string channel, int limit)
    {
        var database = (await redis.GetAsync(RedisPurpose.Control)).GetDatabase();
        var key = names.PresentUsers(channel);
        var count = database.HashLengthAsync(key);
        List<(PresentUser, int)> users = [];
        await foreach (var entry in database.HashScanAsync(key, pageSize: Math.Min(limit, 1_000)))
        {
            var value = ((string)entry.Value!).Split(' ', 2);
            users.Add((new PresentUser(entry.Name!, value[1]), int.Parse(value[0], System.Globalization.CultureInfo.InvariantCulture)));
            if (users.Count == limit)
            {
                break;
            }
        }

        return (await count, users);
    }

    private static PresentUser[] Users(string[] pairs) => [.. pairs.Chunk(2).Select(pair => new PresentUser(pair[0], pair[1]))];

    private static string ReadScript()
    {
        using var stream = typeof(PresenceStore).Assembly.GetManifestResourceStream("presence.lua")!;
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }
}
