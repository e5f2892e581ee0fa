using Platform.IntegrationTests.Stack;

namespace Platform.IntegrationTests.Topologies;

public sealed class TlsTests(Servers servers)
{
    // As docs/security.md says it, and no more.
    private const string Rights =
        "on >s3cret:with@signs ~PREFIX:* &PREFIX:* -@all +ping +echo +hello +client|setname +client|id +info +eval +evalsha +script|load "
        + "+get +set +hget +hmget +hset +hdel +hlen +hscan +zadd +zrem +zrange +zrangebyscore +zremrangebyscore "
        + "+xrange +xadd +xdel +sadd +srem +sismember +exists +rename +unlink +expire +pexpire +pttl +time +multi +exec "
        + "+publish +spublish +subscribe +unsubscribe +ssubscribe +sunsubscribe +psubscribe +punsubscribe +wait";

    // What the client asks of every server, and does without.
    private static readonly string[] AskedInVain = ["config|get", "cluster|nodes", "cluster|slots", "client|setinfo"];

    [Fact]
    public async Task Events_flow_through_TLS_from_a_user_with_the_least_rights()
    {
        using var files = new Certificates("127.0.0.1");
        var port = FreePort.Next();
        await using var redis = await RedisServer.StartAsync(
            "--tls-port", $"{port}", "--tls-cert-file", files.Certificate, "--tls-key-file", files.Key, "--tls-ca-cert-file", files.Authority, "--tls-auth-clients", "no");
        await using var stack = await PlatformStack.PrepareAsync(servers, new StackShape
        {
            Edges = 1,
            Doors = false,
            RedisUrl = $"rediss://platform:{Uri.EscapeDataString("s3cret:with@signs")}@127.0.0.1:{port}",
            Settings = new Dictionary<string, string> { ["Redis__CaFile"] = files.Authority },
        });
        await redis.ExecuteAsync("ACL", ["SETUSER", "platform", .. Rights.Replace("PREFIX", stack.Names.Prefix, StringComparison.Ordinal).Split(' ')]);
        await stack.StartAsync();

        var client = await stack.ConnectAsync("tls", ["topic:*"]);
        var start = await client.SubscribeAsync("topic:tls");
        var producer = await stack.ProduceAsync();
        foreach (var lane in (string[])["critical", "high", "normal"])
        {
            await producer.PublishAsync(lane, new { event_type = "t", topic = "tls", data = lane });
        }

        Assert.Equal(3, (await client.WaitForAsync(3)).Count);
        var again = await stack.ConnectAsync("tls-again", ["topic:*"]);
        Assert.True((await again.SubscribeAsync("topic:tls", start.Epoch, start.Offsets)).Recovered);
        await again.WaitForAsync(3);
        var refused = ((StackExchange.Redis.RedisResult[])(await redis.ExecuteAsync("ACL", "LOG"))!).Select(entry => (string)entry.ToDictionary()["object"]!);
        Assert.DoesNotContain(refused, what => !AskedInVain.Contains(what));
    }
}
