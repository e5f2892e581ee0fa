using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Platform.Contracts.Names;

namespace Platform.UnitTests.Gateway;

public sealed class DoorTests
{
    [Theory]
    [InlineData("GET", "/metrics")]
    [InlineData("GET", "/api/v1/channels/../../../metrics")]
    [InlineData("GET", "/api/v1/channels/%2e%2e/%2e%2e/%2e%2e/metrics")]
    [InlineData("GET", "/health/anything")]
    [InlineData("GET", "/api/v1/admin")]
    [InlineData("POST", "/api/v1/events/more")]
    public async Task What_is_no_door_is_404_and_reaches_nobody(string method, string path)
    {
        await using var all = await StandIn.StartAsync();
        await using var gateway = GatewayUnderTest.Start(all);

        var address = new Uri(gateway.Http.BaseAddress + path[1..], new UriCreationOptions { DangerousDisablePathAndQueryCanonicalization = true });
        var answer = await gateway.Http.SendAsync(new HttpRequestMessage(new HttpMethod(method), address), TestContext.Current.CancellationToken);

        await HasProblemAsync(answer, HttpStatusCode.NotFound, ProblemTypes.NotFound);
        Assert.Empty(all.Requests);
    }

    [Fact]
    public async Task Prometheus_page_is_on_the_internal_port_alone_whatever_the_host_header_says()
    {
        await using var all = await StandIn.StartAsync();
        await using var gateway = GatewayUnderTest.Start(all, settings => settings["Gateway:InternalPort"] = "9464");

        var answer = await gateway.Http.SendAsync(
            new HttpRequestMessage(HttpMethod.Get, Routes.Prometheus) { Headers = { Host = "gateway:9464" } }, TestContext.Current.CancellationToken);

        Assert.Equal(HttpStatusCode.NotFound, answer.StatusCode);
    }

    [Theory]
    [InlineData("Development", HttpStatusCode.OK)]
    [InlineData("Production", HttpStatusCode.NotFound)]
    public async Task Development_tokens_have_a_door_in_Development_only(string environment, HttpStatusCode expected)
    {
        await using var all = await StandIn.StartAsync();
        await using var gateway = GatewayUnderTest.Start(all, settings => settings["environment"] = environment);

        var answer = await gateway.Http.PostAsync(Routes.DevToken, null, TestContext.Current.CancellationToken);

        Assert.Equal(expected, answer.StatusCode);
    }

    [Theory]
    [InlineData("GET", "text/event-stream")]
    [InlineData("GET", "*/*")]
    [InlineData("POST", "*/*")]
    [InlineData("DELETE", "*/*")]
    public async Task Transports_other_than_WebSockets_are_refused_before_an_edge_sees_them(string method, string accept)
    {
        await using var all = await StandIn.StartAsync();
        await using var gateway = GatewayUnderTest.Start(all);

        var answer = await gateway.Http.SendAsync(
            new HttpRequestMessage(new HttpMethod(method), $"{Routes.Hub}?id=x") { Headers = { { "Accept", accept } } },
            TestContext.Current.CancellationToken);

        await HasProblemAsync(answer, HttpStatusCode.BadRequest, ProblemTypes.WebSocketsOnly);
        Assert.Empty(all.Requests);
    }

    [Fact]
    public async Task Negotiation_and_WebSockets_pass()
    {
        await using var all = await StandIn.StartAsync();
        await using var gateway = GatewayUnderTest.Start(all);

        var negotiation = await gateway.Http.PostAsync($"{Routes.Hub}/negotiate?negotiateVersion=1", null, TestContext.Current.CancellationToken);
        await gateway.EchoAsync("?id=x");

        Assert.Equal(HttpStatusCode.OK, negotiation.StatusCode);
        Assert.Equal([$"POST {Routes.Hub}/negotiate", $"GET {Routes.Hub}"], all.Requests);
    }

    [Fact]
    public async Task Body_above_the_limit_is_413()
    {
        await using var all = await StandIn.StartAsync();
        await using var gateway = GatewayUnderTest.Start(all, settings => settings["Gateway:MaxRequestBodyBytes"] = "65536");

        var answer = await gateway.Http.PostAsync(Routes.Events, new ByteArrayContent(new byte[65_537]), TestContext.Current.CancellationToken);

        await HasProblemAsync(answer, HttpStatusCode.RequestEntityTooLarge, ProblemTypes.TooLarge);
    }

    [Fact]
    public async Task Caller_is_named_to_the_service_and_its_trace_goes_on()
    {
        const string trace = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01";
        await using var all = await StandIn.StartAsync();
        var headers = new TaskCompletionSource<Dictionary<string, string>>();
        all.Answer = context =>
        {
            headers.TrySetResult(context.Request.Headers.ToDictionary(header => header.Key, header => header.Value.ToString()));
            return Task.CompletedTask;
        };
        await using var gateway = GatewayUnderTest.Start(all);

        await gateway.Http.SendAsync(
            new HttpRequestMessage(HttpMethod.Post, Routes.Events)
            {
                Headers = { { "traceparent", trace }, { "X-Forwarded-For", "192.0.2.1" }, { "Host", "events.example.org" } },
            },
            TestContext.Current.CancellationToken);

        var seen = await headers.Task;
        Assert.Equal(trace, seen["traceparent"]);
        Assert.Equal("127.0.0.1", seen["X-Forwarded-For"]);
        Assert.Equal("events.example.org", seen["X-Forwarded-Host"]);
        Assert.Equal("http", seen["X-Forwarded-Proto"]);
    }

    private static async Task HasProblemAsync(HttpResponseMessage answer, HttpStatusCode status, string type)
    {
        Assert.Equal(status, answer.StatusCode);
        Assert.Equal("application/problem+json", answer.Content.Headers.ContentType?.MediaType);
        var problem = await answer.Content.ReadFromJsonAsync<JsonElement>(TestContext.Current.CancellationToken);
        Assert.Equal(type, problem.GetProperty("type").GetString());
    }
}
