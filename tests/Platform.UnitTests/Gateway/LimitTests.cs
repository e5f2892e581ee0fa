using System.Net;
using System.Net.Http.Json;
using System.Net.Sockets;
using System.Net.WebSockets;
using System.Text;
using System.Text.Json;
using Platform.Contracts.Names;

namespace Platform.UnitTests.Gateway;

public sealed class LimitTests
{
    [Fact]
    public async Task Address_beyond_its_rate_is_429_with_a_time_to_wait_and_others_are_not()
    {
        await using var all = await StandIn.StartAsync();
        await using var gateway = GatewayUnderTest.Start(all, SlowAndBehindProxy);

        var answers = new List<HttpResponseMessage>();
        for (var i = 0; i < 4; i++)
        {
            answers.Add(await PublishAsync(gateway, "192.0.2.1"));
        }

        Assert.Equal([HttpStatusCode.OK, HttpStatusCode.OK, HttpStatusCode.OK, HttpStatusCode.TooManyRequests], answers.Select(answer => answer.StatusCode));
        Assert.InRange(answers[^1].Headers.RetryAfter!.Delta!.Value.TotalSeconds, 1, 60);
        Assert.Equal(ProblemTypes.TooManyRequests, await ProblemAsync(answers[^1]));
        Assert.Equal(HttpStatusCode.OK, (await PublishAsync(gateway, "192.0.2.2")).StatusCode);
        Assert.Equal(4, all.Requests.Count);
    }

    [Fact]
    public async Task Addresses_of_one_IPv6_network_share_a_limit()
    {
        await using var all = await StandIn.StartAsync();
        await using var gateway = GatewayUnderTest.Start(all, SlowAndBehindProxy);

        for (var i = 0; i < 3; i++)
        {
            Assert.Equal(HttpStatusCode.OK, (await PublishAsync(gateway, $"2001:db8::{i}")).StatusCode);
        }

        Assert.Equal(HttpStatusCode.TooManyRequests, (await PublishAsync(gateway, "2001:db8::9")).StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await PublishAsync(gateway, "2001:db8:0:1::1")).StatusCode);
    }

    [Fact]
    public async Task Loopback_has_no_limit_unless_asked_for_and_that_changes_at_run_time()
    {
        await using var all = await StandIn.StartAsync();
        await using var gateway = GatewayUnderTest.Start(all, Slow);
        for (var i = 0; i < 10; i++)
        {
            Assert.Equal(HttpStatusCode.OK, (await PublishAsync(gateway)).StatusCode);
        }

        gateway.Change(("Gateway:Limits:LimitLoopback", "true"));
        for (var i = 0; i < 3; i++)
        {
            await PublishAsync(gateway);
        }

        Assert.Equal(HttpStatusCode.TooManyRequests, (await PublishAsync(gateway)).StatusCode);
        Assert.NotEqual(HttpStatusCode.TooManyRequests, (await gateway.Http.GetAsync(Routes.Live, TestContext.Current.CancellationToken)).StatusCode);
    }

    [Fact]
    public async Task WebSocket_beyond_the_bound_is_503_until_another_one_ends()
    {
        await using var all = await StandIn.StartAsync();
        await using var gateway = GatewayUnderTest.Start(all, settings => settings["Gateway:Limits:MaxConnections"] = "2");
        using var first = await gateway.ConnectAsync();
        var second = await gateway.ConnectAsync();

        await Assert.ThrowsAsync<WebSocketException>(() => gateway.ConnectAsync());
        Assert.Equal(2, all.Requests.Count);

        second.Dispose();
        await GatewayUnderTest.EventuallyAsync(async () =>
        {
            try
            {
                await gateway.EchoAsync();
                return true;
            }
            catch (WebSocketException)
            {
                return false;
            }
        });
    }

    [Theory]
    [InlineData(1, 40_000, "431")]
    [InlineData(200, 1, "431")]
    public async Task Headers_beyond_the_bounds_are_refused(int count, int length, string expected)
    {
        var headers = string.Concat(Enumerable.Range(0, count).Select(i => $"X-{i}: {new string('x', length)}\r\n"));

        Assert.Contains($" {expected} ", await AskAsync($"GET / HTTP/1.1\r\nHost: x\r\n{headers}\r\n"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task First_line_beyond_the_bound_is_414() =>
        Assert.Contains(" 414 ", await AskAsync($"GET /hubs/events?access_token={new string('x', 20_000)} HTTP/1.1\r\nHost: x\r\n\r\n"), StringComparison.Ordinal);

    [Fact]
    public async Task Request_that_is_never_finished_is_408() =>
        Assert.Contains(" 408 ", await AskAsync("GET / HTTP/1.1\r\nHost: x\r\nX-Slow: "), StringComparison.Ordinal);

    private static async Task<string> AskAsync(string request)
    {
        await using var all = await StandIn.StartAsync();
        await using var gateway = GatewayUnderTest.Start(all, settings => settings["Gateway:Limits:HeaderSeconds"] = "1");
        using var client = new TcpClient();
        using var enough = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        await client.ConnectAsync(IPAddress.Loopback, gateway.Http.BaseAddress!.Port, enough.Token);
        var stream = client.GetStream();
        await stream.WriteAsync(Encoding.ASCII.GetBytes(request), enough.Token);
        var buffer = new byte[1024];
        var length = await stream.ReadAsync(buffer, enough.Token);
        Assert.Empty(all.Requests);
        return Encoding.ASCII.GetString(buffer, 0, length);
    }

    private static void Slow(Dictionary<string, string> settings)
    {
        settings["Gateway:Limits:RequestsPerSecond"] = "1";
        settings["Gateway:Limits:Burst"] = "3";
    }

    private static void SlowAndBehindProxy(Dictionary<string, string> settings)
    {
        Slow(settings);
        settings["Gateway:TrustedProxies:0"] = "127.0.0.0/8";
    }

    private static Task<HttpResponseMessage> PublishAsync(GatewayUnderTest gateway, string? address = null)
    {
        var request = new HttpRequestMessage(HttpMethod.Post, Routes.Events);
        if (address is not null)
        {
            request.Headers.Add("X-Forwarded-For", address);
        }

        return gateway.Http.SendAsync(request, TestContext.Current.CancellationToken);
    }

    private static async Task<string?> ProblemAsync(HttpResponseMessage answer) =>
        (await answer.Content.ReadFromJsonAsync<JsonElement>(TestContext.Current.CancellationToken)).GetProperty("type").GetString();
}
