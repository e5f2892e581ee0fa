using Platform.Contracts.Names;

namespace Platform.UnitTests.Gateway;

public sealed class TokenPrivacyTests
{
    private const string Token = "a-token-that-nobody-may-read";

    /// <summary>Browsers put the token of a WebSocket into its address, and addresses are what request logs are made of.</summary>
    [Theory]
    [InlineData("Information")]
    [InlineData("Trace")]
    public async Task Tokens_in_addresses_are_in_no_log_at_any_level(string level)
    {
        await using var all = await StandIn.StartAsync();
        await using var gone = await StandIn.GoneAsync();
        await using var gateway = GatewayUnderTest.Start(all, [all, gone], gone, settings =>
        {
            settings["Logging:LogLevel:Default"] = level;
            settings["Logging:LogLevel:Microsoft.AspNetCore"] = level;
            settings["Logging:LogLevel:Microsoft.AspNetCore.Hosting.Diagnostics"] = level;
            settings["Logging:LogLevel:Yarp"] = level;
            settings["Logging:LogLevel:Yarp.ReverseProxy.Forwarder.HttpForwarder"] = level;
        });

        for (var i = 0; i < 5; i++)
        {
            await gateway.EchoAsync($"?access_token={Token}");
        }

        await gateway.Http.GetAsync($"{Routes.Hub}?access_token={Token}", TestContext.Current.CancellationToken);
        await gateway.Http.GetAsync($"{Routes.LatencyMetrics}?access_token={Token}", TestContext.Current.CancellationToken);
        await gateway.Http.GetAsync($"/nowhere?access_token={Token}", TestContext.Current.CancellationToken);

        Assert.NotEmpty(gateway.Lines);
        Assert.DoesNotContain(gateway.Lines, line => line.Contains(Token, StringComparison.Ordinal));
    }
}
