using System.Net.Http.Json;
using Platform.BrowserTests.Browser;
using Platform.Contracts.Names;

namespace Platform.BrowserTests.Demo;

[Collection(SiteCollection.Name)]
public sealed class ResumeTests(Site site)
{
    [BrowserFact]
    public async Task What_was_missed_while_cut_off_comes_back_exactly()
    {
        await using var visitor = await site.VisitAsync("/");
        await visitor.IsLiveAsync();
        await visitor["[data-send=normal]"].ClickAsync();
        await Expect(visitor["#arrivals li"]).ToHaveCountAsync(1);

        await visitor.Button("Cut my connection").ClickAsync();
        await Expect(visitor["#state"]).ToHaveTextAsync("Cut off");
        await visitor.Button("Send 3 while away").ClickAsync();
        await Expect(visitor["#verdict"]).ToContainTextAsync("3 events sent and accepted");
        await visitor["[data-send=normal]"].ClickAsync();
        await Expect(visitor["#verdict"]).ToContainTextAsync("4 events sent and accepted");
        await Expect(visitor["#arrivals li"]).ToHaveCountAsync(1);

        await visitor.Button("Reconnect").ClickAsync();
        await Expect(visitor["#verdict"]).ToHaveTextAsync("4 missed events came back, in order, recovered.");
        await visitor.IsLiveAsync();

        Assert.Equal(["critical #1", "high #1", "normal #2", "normal #3"], (await visitor["#missed li"].AllTextContentsAsync()).Order());
        await Expect(visitor["#arrivals li"]).ToHaveCountAsync(5);
        Assert.Equal(["recovered", "recovered", "recovered", "recovered"], (await visitor["#arrivals .latency"].AllTextContentsAsync()).Take(4));
        await visitor["[data-send=normal]"].ClickAsync();
        await Expect(visitor["#arrivals li .place"].First).ToHaveTextAsync("#4");
    }

    [BrowserFact]
    public async Task What_others_sent_meanwhile_comes_back_too()
    {
        await using var visitor = await site.VisitAsync("/");
        await visitor.IsLiveAsync();
        var user = (await visitor["#channel"].TextContentAsync())!["user:".Length..];

        await visitor.Button("Cut my connection").ClickAsync();
        using var http = new HttpClient { BaseAddress = site.Stack.Gateway.Url };
        http.DefaultRequestHeaders.Add("X-API-Key", "dev-key");
        var events = Enumerable.Range(1, 30).Select(n => new { event_type = "elsewhere", user_id = user, data = n });
        using var answer = await http.PostAsJsonAsync(Routes.Events, events, TestContext.Current.CancellationToken);
        answer.EnsureSuccessStatusCode();
        await visitor.Button("Send 3 while away").ClickAsync();
        await Expect(visitor["#verdict"]).ToContainTextAsync("3 events sent and accepted");
        await visitor.Button("Reconnect").ClickAsync();

        await Expect(visitor["#verdict"]).ToHaveTextAsync("33 missed events came back, in order, recovered.");
    }

    [BrowserFact]
    public async Task Edge_that_dies_costs_the_page_nothing()
    {
        await using var visitor = await site.VisitAsync("/");
        await visitor.IsLiveAsync();
        await visitor["[data-send=normal]"].ClickAsync();
        await Expect(visitor["#arrivals li"]).ToHaveCountAsync(1);

        foreach (var edge in site.Stack.Edges)
        {
            await edge.KillAsync();
            edge.Start();
            await edge.WaitUntilReadyAsync(TestContext.Current.CancellationToken);
        }

        await visitor["[data-send=normal]"].ClickAsync();
        await Expect(visitor["#arrivals li"]).ToHaveCountAsync(2);
        await visitor.IsLiveAsync();
        Assert.Equal(["#2", "#1"], await visitor["#arrivals .place"].AllTextContentsAsync());
    }
}
