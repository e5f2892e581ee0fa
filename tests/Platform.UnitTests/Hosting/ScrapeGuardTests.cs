using System.Net;
using Microsoft.AspNetCore.Http;
using Platform.ServiceDefaults.Telemetry;

namespace Platform.UnitTests.Hosting;

public sealed class ScrapeGuardTests
{
    private const string Token = "a-secret-of-the-scraper";

    [Theory]
    [InlineData("127.0.0.1", 200)]
    [InlineData("::1", 200)]
    [InlineData("::ffff:10.1.2.3", 200)]
    [InlineData("172.20.0.5", 200)]
    [InlineData("192.168.7.7", 200)]
    [InlineData("172.32.0.1", 403)]
    [InlineData("203.0.113.7", 403)]
    [InlineData("2001:db8::1", 403)]
    public async Task Without_a_token_the_page_is_for_private_networks(string address, int status) =>
        Assert.Equal(status, await AskAsync(new PrometheusOptions(), IPAddress.Parse(address)));

    [Theory]
    [InlineData(null, 401)]
    [InlineData("Bearer another", 401)]
    [InlineData("Basic a-secret-of-the-scraper", 401)]
    [InlineData("Bearer a-secret-of-the-scraper", 200)]
    public async Task With_a_token_it_is_for_who_has_it_from_anywhere(string? header, int status) =>
        Assert.Equal(status, await AskAsync(new PrometheusOptions { Token = Token }, IPAddress.Parse("203.0.113.7"), header));

    [Fact]
    public async Task Other_pages_are_not_its_business() =>
        Assert.Equal(200, await AskAsync(new PrometheusOptions { Token = Token }, IPAddress.Parse("203.0.113.7"), path: "/health/live"));

    private static async Task<int> AskAsync(PrometheusOptions options, IPAddress address, string? header = null, string path = "/metrics")
    {
        var context = new DefaultHttpContext();
        context.Request.Path = path;
        context.Request.Headers.Authorization = header;
        context.Connection.RemoteIpAddress = address;
        await new ScrapeGuard(_ => Task.CompletedTask, new StaticOptions<PrometheusOptions>(options)).InvokeAsync(context);
        return context.Response.StatusCode;
    }
}
