using Platform.Contracts.Names;

namespace Platform.UnitTests.Gateway;

public sealed class SecurityHeaderTests
{
    [Fact]
    public async Task Answers_of_services_and_our_own_refusals_tell_browsers_what_not_to_do()
    {
        await using var all = await StandIn.StartAsync();
        await using var gateway = GatewayUnderTest.Start(all);

        foreach (var path in (string[])[Routes.LatencyMetrics, "/nowhere", Routes.Live, "/"])
        {
            var answer = await gateway.Http.GetAsync(path, TestContext.Current.CancellationToken);

            Assert.Equal("nosniff", Assert.Single(answer.Headers.GetValues("X-Content-Type-Options")));
            Assert.Equal("no-referrer", Assert.Single(answer.Headers.GetValues("Referrer-Policy")));
            Assert.Contains("frame-ancestors 'none'", Assert.Single(answer.Headers.GetValues("Content-Security-Policy")), StringComparison.Ordinal);
            Assert.False(answer.Headers.Contains("Strict-Transport-Security"));
        }
    }
}
