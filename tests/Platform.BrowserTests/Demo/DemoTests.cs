using System.Net;
using System.Text.RegularExpressions;
using Microsoft.Playwright;
using Platform.BrowserTests.Browser;

namespace Platform.BrowserTests.Demo;

[Collection(SiteCollection.Name)]
public sealed partial class DemoTests(Site site)
{
    private static readonly string[] Lanes = ["critical", "high", "normal"];

    [BrowserFact]
    public async Task Event_of_each_lane_arrives_in_its_colour_with_a_latency()
    {
        await using var visitor = await site.VisitAsync("/");
        await visitor.IsLiveAsync();

        foreach (var lane in Lanes)
        {
            await visitor[$"[data-send={lane}]"].ClickAsync();
            await Expect(visitor[$"#arrivals [data-lane={lane}] .latency"]).ToHaveTextAsync(Milliseconds());
        }

        var colours = await Task.WhenAll(Lanes.Select(lane => visitor.StyleAsync($"#arrivals [data-lane={lane}]", "borderLeftColor")));
        Assert.Equal(3, colours.Distinct().Count());
        await Expect(visitor["#count"]).ToHaveTextAsync("3");
        foreach (var percentile in new[] { "#p50", "#p95", "#p99" })
        {
            await Expect(visitor[percentile]).ToHaveTextAsync(Milliseconds());
        }

        Assert.Empty(visitor.Complaints);
    }

    [BrowserFact]
    public async Task Burst_arrives_whole_and_moves_the_chart()
    {
        await using var visitor = await site.VisitAsync("/");
        await visitor.IsLiveAsync();
        var before = await visitor.PictureAsync("#chart");

        await visitor["[data-send=burst]"].ClickAsync();

        await Expect(visitor["#count"]).ToHaveTextAsync("200");
        Assert.NotEqual(before, await visitor.PictureAsync("#chart"));
    }

    [BrowserFact]
    public async Task Page_has_every_right_that_it_needs_and_no_other_origin()
    {
        await using var visitor = await site.VisitAsync("/");
        await visitor.IsLiveAsync();

        Assert.All(visitor.Requests, request => Assert.Equal(site.Stack.Gateway.Url.Authority, request.Authority));
        Assert.Empty(visitor.Complaints);
    }

    [BrowserFact]
    public async Task Where_no_token_is_given_out_the_page_asks_for_one_and_works_with_it()
    {
        await using var visitor = await site.VisitAsync("/", before: page =>
            page.RouteAsync("**/dev/token", route => route.FulfillAsync(new RouteFulfillOptions { Status = (int)HttpStatusCode.NotFound })));
        await Expect(visitor["#token-form"]).ToBeVisibleAsync();

        await visitor["#token"].FillAsync("no token");
        await visitor.Button("Connect").ClickAsync();
        await Expect(visitor["#token-problem"]).ToContainTextAsync("not a token");

        await visitor["#token"].FillAsync(await site.Stack.TokenAsync("browser-brought", scope: "publish"));
        await visitor.Button("Connect").ClickAsync();
        await visitor.IsLiveAsync();
        await visitor["[data-send=high]"].ClickAsync();
        await Expect(visitor["#arrivals [data-lane=high]"]).ToHaveCountAsync(1);
    }

    [GeneratedRegex(@"^[\d.,]+ ms$")]
    private static partial Regex Milliseconds();
}
