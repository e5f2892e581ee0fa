using Platform.Contracts.Names;

namespace Platform.UnitTests.Gateway;

public sealed class ForwardedHeaderTests
{
    [Theory]
    [InlineData(null, "203.0.113.9", "127.0.0.1", "http")]
    [InlineData("10.0.0.0/8", "203.0.113.9", "127.0.0.1", "http")]
    [InlineData("127.0.0.1", "203.0.113.9", "203.0.113.9", "https")]
    [InlineData("127.0.0.0/8", "198.51.100.1, 203.0.113.9", "203.0.113.9", "https")]
    public async Task Client_s_address_is_what_trusted_proxies_say_and_nobody_else(string? trusted, string claimed, string address, string scheme)
    {
        await using var all = await StandIn.StartAsync();
        var seen = new TaskCompletionSource<Dictionary<string, string>>();
        all.Answer = context =>
        {
            seen.TrySetResult(context.Request.Headers.ToDictionary(header => header.Key, header => header.Value.ToString()));
            return Task.CompletedTask;
        };
        await using var gateway = GatewayUnderTest.Start(all, settings =>
        {
            if (trusted is not null)
            {
                settings["Gateway:TrustedProxies:0"] = trusted;
            }
        });

        await gateway.Http.SendAsync(
            new HttpRequestMessage(HttpMethod.Get, $"{Routes.Channels}/x/history")
            {
                Headers =
                {
                    { "X-Forwarded-For", claimed },
                    { "X-Forwarded-Proto", "https" },
                    { "X-Real-IP", "192.0.2.66" },
                    { "Forwarded", "for=192.0.2.66" },
                },
            },
            TestContext.Current.CancellationToken);

        var headers = await seen.Task;
        Assert.Equal(address, headers["X-Forwarded-For"]);
        Assert.Equal(scheme, headers["X-Forwarded-Proto"]);
        Assert.DoesNotContain(headers.Values, value => value.Contains("192.0.2.66", StringComparison.Ordinal));
    }
}
