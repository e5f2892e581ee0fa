using System.Net;
using Platform.Contracts.Hub;
using Platform.Contracts.Names;
using Platform.IntegrationTests.Doors;
using Platform.IntegrationTests.Road;

namespace Platform.IntegrationTests.Security;

/// <summary>Clients that mean harm get a clear error or a close, and nobody else is harmed.</summary>
public abstract class HostileClientTests(HostileStack hostile)
{
    private const int Many = 50;

    private static readonly byte[] HugeFrame = [0x82, 0xFF, 0, 0, 0, 0, 0x40, 0, 0, 0, 1, 2, 3, 4];

    [Fact]
    public Task Bytes_that_are_no_request_are_refused() => hostile.UnharmedByAsync(async () =>
    {
        foreach (var nonsense in (string[])["\u0001\u0002\u0003\r\n\r\n", "GET\r\n\r\n", "GET / HTTP/9.9\r\n\r\n", $"GET /{new string('a', 100_000)} HTTP/1.1\r\n\r\n"])
        {
            await using var client = await RawHttp.ConnectAsync(hostile.Door.Url);
            await client.IsCutOffWithinAsync(System.Text.Encoding.Latin1.GetBytes(nonsense), times: 1);
            Assert.Matches("^(HTTP/1.1 (400|414|505) |$)", await client.ReadToEndAsync());
        }
    });

    /// <summary>Kestrel gives a request's headers ten seconds, however slowly they drip.</summary>
    [Fact]
    public Task Headers_that_never_end_are_cut_off() => hostile.UnharmedByAsync(() => ManyAsync(async () =>
    {
        await using var client = await RawHttp.ConnectAsync(hostile.Door.Url);
        await client.SendAsync($"GET {Routes.Hub} HTTP/1.1\r\nHost: x\r\nX-Slow: ");
        var end = client.ReadToEndAsync();
        while (!end.IsCompleted)
        {
            await client.IsCutOffWithinAsync("a"u8.ToArray(), times: 1);
            await Task.WhenAny(end, Task.Delay(500));
        }

        Assert.Matches("^(HTTP/1.1 408 |$)", await end);
    }));

    [Fact]
    public Task Sockets_that_say_nothing_are_closed() => hostile.UnharmedByAsync(() => ManyAsync(async n =>
    {
        await using var socket = await RawHttp.UpgradeAsync(hostile.Door.Url, await hostile.Stack.TokenAsync($"silent-{n}"));
        Assert.Contains("Handshake was canceled", await socket.ReadToEndAsync(), StringComparison.Ordinal);
    }));

    /// <summary>
    /// As a client whose machine vanished leaves them: nothing comes any more, not even an end. It had sent a ping, as every SignalR
    /// client does; one that never did is not expected to.
    /// </summary>
    [Fact]
    public Task Half_open_sockets_are_closed() => hostile.UnharmedByAsync(() => ManyAsync(async n =>
    {
        await using var socket = await RawSocket.ConnectAsync(hostile.Door.Url, await hostile.Stack.TokenAsync($"half-open-{n}"));
        await socket.SendAsync("""{"type":6}""");
        // It must end by itself; the read has its own limit.
        await socket.ReadToEndAsync();
    }));

    [Theory]
    [InlineData("""{"protocol":"nonsense","version":1}""")]
    [InlineData("""{"protocol":"json","version":99}""")]
    [InlineData("""{"version":1}""")]
    [InlineData("no json at all")]
    [InlineData("""{"type":1,"target":"Subscribe","arguments":[[]]}""")]
    public Task Handshake_that_is_none_is_answered_with_an_error(string handshake) => hostile.UnharmedByAsync(async () =>
    {
        await using var socket = await RawSocket.OpenAsync(hostile.Door.Url, await hostile.Stack.TokenAsync("bad-handshake"));
        await socket.SendAsync(handshake);

        Assert.Contains((await socket.ReadToEndAsync()), message => message.Contains("\"error\"", StringComparison.Ordinal));
    });

    [Theory]
    [InlineData("{{{{{")]
    [InlineData("""[1,2,3]""")]
    [InlineData("""{"type":"one"}""")]
    [InlineData("""{"type":1,"target":7}""")]
    public Task Message_that_can_not_be_read_ends_the_connection(string message) => hostile.UnharmedByAsync(async () =>
    {
        await using var socket = await RawSocket.ConnectAsync(hostile.Door.Url, await hostile.Stack.TokenAsync("bad-message"));
        await socket.SendAsync(message);

        Assert.Contains("\"type\":7", (await socket.ReadToEndAsync())[^1], StringComparison.Ordinal);
    });

    [Theory]
    [InlineData("""{"type":1,"invocationId":"1","target":"Nothing","arguments":[]}""")]
    [InlineData("""{"type":1,"invocationId":"1","target":"Subscribe","arguments":["topic:a"]}""")]
    [InlineData("""{"type":1,"invocationId":"1","target":"Subscribe","arguments":[null]}""")]
    [InlineData("""{"type":1,"invocationId":"1","target":"Subscribe","arguments":[[null]]}""")]
    [InlineData("""{"type":1,"invocationId":"1","target":"Unsubscribe","arguments":[null]}""")]
    [InlineData("""{"type":1,"invocationId":"1","target":"RefreshToken","arguments":[null]}""")]
    [InlineData("""{"type":1,"invocationId":"1","target":"Subscribe","arguments":[]}""")]
    public Task Call_that_makes_no_sense_is_answered_with_an_error_and_the_connection_goes_on(string call) => hostile.UnharmedByAsync(async () =>
    {
        await using var socket = await RawSocket.ConnectAsync(hostile.Door.Url, await hostile.Stack.TokenAsync("bad-call"));
        await socket.SendAsync(call);

        var answers = await socket.ReadUntilAsync(message => message.Contains("\"invocationId\":\"1\"", StringComparison.Ordinal));
        Assert.Contains("\"error\"", answers[^1], StringComparison.Ordinal);
        await socket.SendAsync("""{"type":1,"invocationId":"2","target":"Ping","arguments":[0]}""");
        await socket.ReadUntilAsync(message => message.Contains("server_time", StringComparison.Ordinal));
    });

    [Fact]
    public Task Huge_frames_and_endless_messages_are_cut_off() => hostile.UnharmedByAsync(() => ManyAsync(async n =>
    {
        await using var socket = await RawHttp.UpgradeAsync(hostile.Door.Url, await hostile.Stack.TokenAsync($"huge-{n}"));
        // One frame that claims to be 1 GiB, and as much of it as the node will take.
        await socket.SendAsync(HugeFrame);
        await socket.IsCutOffWithinAsync(new byte[64 * 1024], times: 64);
        await socket.ReadToEndAsync();
    }));

    [Fact]
    public Task Frame_without_a_mask_ends_the_connection() => hostile.UnharmedByAsync(async () =>
    {
        await using var socket = await RawHttp.UpgradeAsync(hostile.Door.Url, await hostile.Stack.TokenAsync("no-mask"));
        await socket.SendAsync([0x81, 0x02, (byte)'{', (byte)'}']);
        await socket.ReadToEndAsync();
    });

    [Fact]
    public Task Ten_thousand_calls_are_answered_with_errors_and_then_with_a_close() => hostile.UnharmedByAsync(async () =>
    {
        await using var socket = await RawSocket.ConnectAsync(hostile.Door.Url, await hostile.Stack.TokenAsync("greedy", ["topic:*"]));
        var end = socket.ReadToEndAsync();
        var sent = 0;
        try
        {
            for (; sent < 10_000; sent++)
            {
                await socket.SendAsync($$"""{"type":1,"invocationId":"{{sent}}","target":"Subscribe","arguments":[[{"channel":"topic:greedy-{{sent}}"}]]}""");
            }
        }
        catch (Exception e) when (e is System.Net.WebSockets.WebSocketException or InvalidOperationException)
        {
            // It was closed before the last one.
        }

        var messages = await end;
        Assert.Contains(messages, message => message.Contains($"{CallErrors.TooManyCalls}: ", StringComparison.Ordinal));
        Assert.Contains($$"""{"type":7,"error":"{{CloseReasons.TooManyCalls}}"}""", messages);
        var opened = messages.Count(message => message.Contains("\"error\":null", StringComparison.Ordinal));
        Assert.InRange(opened, 1, 99);
    });

    [Fact]
    public Task Forged_and_expired_tokens_open_nothing() => hostile.UnharmedByAsync(async () =>
    {
        using var door = new HttpDoor(hostile.Door);
        var good = await hostile.Stack.TokenAsync("forged");
        var parts = good.Split('.');
        foreach (var forged in (string[])[
            Jwt.Unsigned(Jwt.Claims("forged")),
            Jwt.Hs256(Jwt.Claims("forged"), "a secret that is long enough, but another one"),
            Jwt.Hs256(Jwt.Claims("forged", issuer: "elsewhere")),
            Jwt.Hs256(Jwt.Claims("forged", audience: "elsewhere")),
            Jwt.Hs256(Jwt.Claims("forged", expiresIn: -60)),
            Jwt.Hs256(Jwt.Claims("forged", expiresIn: 1_000_000)),
            $"{parts[0]}.{Jwt.Unsigned(Jwt.Claims("someone-else", channels: ["*"])).Split('.')[1]}.{parts[2]}",
            $"{parts[0]}.{parts[1]}.",
            "x",
            new string('x', 8_000)])
        {
            var answer = await door.ConnectAsync(forged);
            Assert.Equal((HttpStatusCode.Unauthorized, ProblemTypes.Unauthorized), (answer.Status, answer.Type));
        }
    });

    [Fact]
    public Task Forbidden_channels_are_refused_one_by_one() => hostile.UnharmedByAsync(async () =>
    {
        var client = await hostile.Stack.ConnectAsync("curious", ["topic:own"]);

        var answers = await client.SubscribeAsync(
            new("topic:other"), new("user:someone"), new("broadcast"), new("*"), new("topic:*"), new("topic:own\u0000"), new(null!), new("topic:own"));

        Assert.Equal(
            [
                SubscribeErrors.Forbidden, SubscribeErrors.Forbidden, SubscribeErrors.Forbidden, SubscribeErrors.InvalidChannel,
                SubscribeErrors.Forbidden, SubscribeErrors.InvalidChannel, SubscribeErrors.InvalidChannel, null,
            ],
            answers.Select(answer => answer.Error));
    });

    private static Task ManyAsync(Func<Task> one) => ManyAsync(_ => one());

    private static Task ManyAsync(Func<int, Task> one) => Task.WhenAll(Enumerable.Range(0, Many).Select(one));
}
