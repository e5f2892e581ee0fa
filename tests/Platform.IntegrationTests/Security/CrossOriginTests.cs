using System.Net;
using System.Net.Http.Headers;
using Platform.Contracts.Names;
using Platform.IntegrationTests.Stack;

namespace Platform.IntegrationTests.Security;

/// <summary>What browsers are told about pages of other origins (CORS), through the gateway.</summary>
public sealed class CrossOriginTests(Servers servers)
{
    private const string Listed = "https://app.example.com";
    private const string Foreign = "https://evil.example.com";
    private const string Negotiate = Routes.Hub + "/negotiate?negotiateVersion=1";
    private static readonly string History = Routes.History.Replace("{channel}", "topic:news", StringComparison.Ordinal);

    [Fact]
    public async Task Preflights_of_listed_origins_are_answered_and_of_no_others()
    {
        await using var stack = await StartAsync();
        using var gateway = new HttpClient { BaseAddress = stack.Gateway.Url };

        foreach (var path in (string[])[Negotiate, History])
        {
            using var listed = await PreflightAsync(gateway, path, Listed);
            Assert.Equal(HttpStatusCode.NoContent, listed.StatusCode);
            Assert.Equal([Listed], listed.Headers.GetValues("Access-Control-Allow-Origin"));
            Assert.Equal(["true"], listed.Headers.GetValues("Access-Control-Allow-Credentials"));
            Assert.Contains("POST", Assert.Single(listed.Headers.GetValues("Access-Control-Allow-Methods")), StringComparison.Ordinal);
            Assert.Contains("X-SignalR-User-Agent", Assert.Single(listed.Headers.GetValues("Access-Control-Allow-Headers")), StringComparison.Ordinal);
            Assert.Contains("Origin", listed.Headers.Vary);

            using var foreign = await PreflightAsync(gateway, path, Foreign);
            Assert.Equal(HttpStatusCode.Forbidden, foreign.StatusCode);
            Assert.False(foreign.Headers.Contains("Access-Control-Allow-Origin"));
        }
    }

    [Fact]
    public async Task A_page_of_a_listed_origin_may_read_the_answers_and_their_refusals()
    {
        await using var stack = await StartAsync();
        using var gateway = new HttpClient { BaseAddress = stack.Gateway.Url };
        var token = await stack.TokenAsync("cross-origin", ["topic:*"]);

        using var negotiated = await AskAsync(gateway, HttpMethod.Post, Negotiate, Listed, token);
        using var history = await AskAsync(gateway, HttpMethod.Get, History, Listed, token);
        using var refused = await AskAsync(gateway, HttpMethod.Post, Negotiate, Listed, token: null);
        using var foreign = await AskAsync(gateway, HttpMethod.Get, History, Foreign, token);

        Assert.Equal(
            [HttpStatusCode.OK, HttpStatusCode.OK, HttpStatusCode.Unauthorized],
            ((HttpResponseMessage[])[negotiated, history, refused]).Select(answer => answer.StatusCode));
        Assert.All([negotiated, history, refused], answer => Assert.Equal([Listed], answer.Headers.GetValues("Access-Control-Allow-Origin")));
        Assert.False(foreign.Headers.Contains("Access-Control-Allow-Origin"));
    }

    private Task<PlatformStack> StartAsync() => PlatformStack.StartAsync(servers, new StackShape
    {
        Edges = 1,
        Settings = new Dictionary<string, string> { ["Connections__Origins__0"] = Listed },
    });

    private static async Task<HttpResponseMessage> PreflightAsync(HttpClient gateway, string path, string origin)
    {
        using var request = new HttpRequestMessage(HttpMethod.Options, path);
        request.Headers.Add("Origin", origin);
        request.Headers.Add("Access-Control-Request-Method", "POST");
        request.Headers.Add("Access-Control-Request-Headers", "authorization,x-requested-with,x-signalr-user-agent");
        return await gateway.SendAsync(request, TestContext.Current.CancellationToken);
    }

    private static async Task<HttpResponseMessage> AskAsync(HttpClient gateway, HttpMethod method, string path, string origin, string? token)
    {
        using var request = new HttpRequestMessage(method, path);
        request.Headers.Add("Origin", origin);
        request.Headers.Authorization = token is null ? null : new AuthenticationHeaderValue("Bearer", token);
        return await gateway.SendAsync(request, TestContext.Current.CancellationToken);
    }
}
