using Platform.IntegrationTests.Stack;

namespace Platform.IntegrationTests.Topologies;

public sealed class TlsTests(Servers servers)
{
    [Fact]
    public async Task Events_flow_through_TLS_from_a_user_with_the_least_rights()
    {
        using var files = new Certificates("127.0.0.1");
        var port = FreePort.Next();
        await using var redis = await RedisServer.StartAsync(files.Settings(port));
        await using var stack = await PlatformStack.PrepareAsync(servers, new StackShape
        {
            Edges = 1,
            Doors = false,
            RedisUrl = LeastRights.As("platform", new Uri($"rediss://127.0.0.1:{port}")).ToString(),
            Settings = new Dictionary<string, string> { ["Redis__CaFile"] = files.Authority },
        });
        await LeastRights.GiveAsync(redis.ExecuteAsync, "platform", stack.Names);
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
        await LeastRights.VerifyAsync(redis.ExecuteAsync, "platform");
    }
}
