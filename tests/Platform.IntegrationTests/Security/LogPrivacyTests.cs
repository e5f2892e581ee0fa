using System.Net;
using Platform.Contracts.Lanes;
using Platform.Contracts.Names;
using Platform.IntegrationTests.Doors;
using Platform.IntegrationTests.Road;
using Platform.IntegrationTests.Stack;
using Platform.Load.Faults;
using StackExchange.Redis;

namespace Platform.IntegrationTests.Security;

public sealed class LogPrivacyTests(Servers servers)
{
    [Fact]
    public async Task Tokens_are_in_no_log_of_any_service_also_when_everything_is_logged()
    {
        var stack = await PlatformStack.StartAsync(servers, new StackShape
        {
            Edges = 1,
            Settings = new Dictionary<string, string>
            {
                ["Logging__LogLevel__Default"] = "Debug",
                ["Logging__LogLevel__Microsoft.AspNetCore"] = "Trace",
                ["Logging__LogLevel__Microsoft.AspNetCore.SignalR"] = "Trace",
                ["Logging__LogLevel__Microsoft.AspNetCore.Hosting.Diagnostics"] = "Trace",
                ["Logging__LogLevel__Microsoft.IdentityModel"] = "Trace",
                ["Logging__LogLevel__Yarp"] = "Trace",
            },
        });
        List<string> tokens;
        await using (stack)
        {
            tokens = await TokensAsync(stack);
            await UseAsync(stack, tokens);
        }

        var logs = Directory.GetFiles(stack.Logs);
        Assert.True(logs.Length >= 5);
        foreach (var log in logs)
        {
            var lines = await File.ReadAllLinesAsync(log, TestContext.Current.CancellationToken);
            // A token's signature is what nobody else can make.
            var secrets = tokens.Select(token => token.Split('.')[^1]);
            Assert.DoesNotContain(lines, line => secrets.Any(secret => line.Contains(secret, StringComparison.Ordinal)));
        }

        Assert.Contains("dbug:", await File.ReadAllTextAsync(Path.Combine(stack.Logs, "edge_1.log"), TestContext.Current.CancellationToken), StringComparison.Ordinal);
    }

    // Errors of Redis named the key, and a frame that was damaged its channel.
    [Fact]
    public async Task Users_and_places_are_in_no_log_also_when_Redis_hangs_and_frames_are_damaged()
    {
        await using var redis = new FaultProxy(servers.Redis.Host, servers.Redis.Port);
        var stack = await PlatformStack.StartAsync(servers, new StackShape
        {
            Edges = 1,
            RedisProxy = redis,
            Settings = new Dictionary<string, string> { ["Redis__TimeoutMs"] = "500" },
        });
        await using (stack)
        {
            var client = await stack.ConnectAsync("jane-doe", ["location:jane-s-home"]);
            await client.SubscribeAsync("location:jane-s-home");
            foreach (var channel in (string[])["user:jane-doe", "location:jane-s-home"])
            {
                await stack.Redis.PublishAsync(RedisChannel.Literal(stack.Names.Live(channel, Lane.Normal)), "no frame");
            }

            await stack.Edges[0].WaitForLogAsync("could not be taken", times: 2);
            using var door = new HttpDoor(stack.Gateway);
            var token = await stack.TokenAsync("jane-doe", ["location:jane-s-home"]);
            redis.Stall();
            await door.PublishAsync(new { event_type = "t", user_id = "jane-doe", data = 1 });
            Assert.Equal(HttpStatusCode.ServiceUnavailable, (await door.GetAsync("/api/v1/channels/user:jane-doe/history", token)).Status);
            await stack.Publishers[0].WaitForLogAsync("Waiting for redis");
            redis.Restore();
            await client.WaitForAsync(1);
        }

        foreach (var log in Directory.GetFiles(stack.Logs))
        {
            Assert.DoesNotContain("jane", await File.ReadAllTextAsync(log, TestContext.Current.CancellationToken), StringComparison.OrdinalIgnoreCase);
        }
    }

    private static async Task<List<string>> TokensAsync(PlatformStack stack) =>
    [
        await stack.TokenAsync("private", ["topic:private"]),
        await stack.TokenAsync("private", ["topic:private"], expiresIn: 7200),
        await stack.TokenAsync("private", expiresIn: -60),
        Jwt.Hs256(Jwt.Claims("private-forged"), "a secret that nobody here has ever heard of"),
        Jwt.Hs256(Jwt.Claims("private-long", expiresIn: 1_000_000)),
        "malformed-token-of-nobody",
    ];

    /// <summary>Every door, and every place where a token may stand.</summary>
    private static async Task UseAsync(PlatformStack stack, List<string> tokens)
    {
        using var door = new HttpDoor(stack.Gateway);
        foreach (var token in tokens)
        {
            await door.GetAsync($"{Routes.Hub}?access_token={token}");
            await door.GetAsync($"/api/v1/channels/topic:private/history?access_token={token}", token);
            await door.GetAsync($"{Routes.LatencyMetrics}?access_token={token}", token);
            await door.GetAsync($"/nowhere?access_token={token}");
            await door.PublishAsync(new { event_type = "t", data = 1 }, key: null, bearer: token);
            await door.PostAsync(Routes.Revoke, """{"sub":"42"}""", token);
            await Record.ExceptionAsync(() => RawSocket.ConnectAsync(stack.Gateway.Url, token));
        }

        await using var socket = await RawSocket.ConnectAsync(stack.Gateway.Url, tokens[0]);
        for (var i = 0; i < tokens.Count; i++)
        {
            await socket.SendAsync($$"""{"type":1,"invocationId":"{{i}}","target":"RefreshToken","arguments":["{{tokens[i]}}"]}""");
            await socket.SendAsync($$"""{"type":1,"invocationId":"x{{i}}","target":"RefreshToken","arguments":["{{tokens[i]}}","one too many"]}""");
            await socket.SendAsync($$"""{"type":1,"invocationId":"y{{i}}","target":"Unknown","arguments":["{{tokens[i]}}"]}""");
            await socket.ReadUntilAsync(message => message.Contains($"\"y{i}\"", StringComparison.Ordinal));
        }
    }
}
