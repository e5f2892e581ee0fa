using System.Net;
using System.Net.Http.Headers;
using Platform.Contracts.Names;

namespace Platform.UnitTests.Gateway;

public sealed class PageTests
{
    [Fact]
    public async Task Demo_is_at_the_root_and_nothing_but_this_origin_may_run_in_it()
    {
        await using var all = await StandIn.StartAsync();
        await using var gateway = GatewayUnderTest.Start(all);

        var answer = await gateway.Http.GetAsync("/", TestContext.Current.CancellationToken);

        Assert.Equal("text/html", answer.Content.Headers.ContentType?.MediaType);
        var policy = Assert.Single(answer.Headers.GetValues("Content-Security-Policy"));
        Assert.StartsWith("default-src 'none'; script-src 'self';", policy, StringComparison.Ordinal);
        Assert.DoesNotContain("unsafe", policy, StringComparison.Ordinal);
        Assert.Equal("nosniff", Assert.Single(answer.Headers.GetValues("X-Content-Type-Options")));
        Assert.Empty(all.Requests);
    }

    [Fact]
    public async Task Files_of_ours_are_asked_for_each_time_and_answered_304_while_they_are_the_same()
    {
        await using var all = await StandIn.StartAsync();
        await using var gateway = GatewayUnderTest.Start(all);

        var first = await gateway.Http.GetAsync("/assets/event-stream.js", TestContext.Current.CancellationToken);
        using var again = new HttpRequestMessage(HttpMethod.Get, "/assets/event-stream.js") { Headers = { IfNoneMatch = { first.Headers.ETag! } } };
        var second = await gateway.Http.SendAsync(again, TestContext.Current.CancellationToken);

        Assert.Equal("text/javascript", first.Content.Headers.ContentType?.MediaType);
        Assert.True(first.Headers.CacheControl!.NoCache);
        Assert.Equal(HttpStatusCode.NotModified, second.StatusCode);
    }

    [Fact]
    public async Task Files_of_others_name_their_version_and_are_kept_forever()
    {
        await using var all = await StandIn.StartAsync();
        await using var gateway = GatewayUnderTest.Start(all);

        var answer = await gateway.Http.GetAsync("/assets/vendor/signalr-10.0.11/signalr.min.js", TestContext.Current.CancellationToken);

        Assert.Equal(new CacheControlHeaderValue { Public = true, MaxAge = TimeSpan.FromDays(365), Extensions = { new("immutable") } }, answer.Headers.CacheControl);
    }

    [Theory]
    [InlineData("/assets")]
    [InlineData("/assets/../appsettings.json")]
    [InlineData("/index.htm")]
    public async Task What_is_no_file_is_404(string path)
    {
        await using var all = await StandIn.StartAsync();
        await using var gateway = GatewayUnderTest.Start(all);

        Assert.Equal(HttpStatusCode.NotFound, (await gateway.Http.GetAsync(path, TestContext.Current.CancellationToken)).StatusCode);
        Assert.Empty(all.Requests);
    }

    [Fact]
    public async Task Dashboard_is_the_metrics_service_s_own_for_reading_only()
    {
        await using var ingest = await StandIn.StartAsync();
        await using var edge = await StandIn.StartAsync();
        await using var metrics = await StandIn.StartAsync();
        await using var gateway = GatewayUnderTest.Start(ingest, [edge], metrics);

        await gateway.Http.GetAsync(Routes.Dashboard, TestContext.Current.CancellationToken);
        await gateway.Http.GetAsync($"{Routes.Dashboard}/dashboard.js", TestContext.Current.CancellationToken);
        var post = await gateway.Http.PostAsync(Routes.Dashboard, null, TestContext.Current.CancellationToken);

        Assert.Equal([$"GET {Routes.Dashboard}", $"GET {Routes.Dashboard}/dashboard.js"], metrics.Requests);
        Assert.Equal(HttpStatusCode.MethodNotAllowed, post.StatusCode);
    }
}
