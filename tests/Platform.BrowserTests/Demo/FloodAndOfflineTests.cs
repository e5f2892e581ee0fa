using Platform.BrowserTests.Browser;

namespace Platform.BrowserTests.Demo;

/// <summary>The demo's flood, and its switch that plays a lost network.</summary>
[Collection(SiteCollection.Name)]
public sealed class FloodAndOfflineTests(Site site)
{
    [BrowserFact]
    public async Task Flood_arrives_whole_and_the_critical_events_with_it()
    {
        await using var visitor = await site.VisitAsync("/");
        await visitor.IsLiveAsync();

        await visitor["#flood"].ClickAsync();

        await Expect(visitor["#flood-result"]).ToContainTextAsync("5 critical");
        await Expect(visitor["#flood-result"]).ToContainTextAsync("900 normal");
        await Expect(visitor["#flood"]).ToBeEnabledAsync();
        Assert.Empty(visitor.Complaints);
    }

    [BrowserFact]
    public async Task What_is_sent_without_a_network_waits_in_sight_and_goes_out_when_it_is_back()
    {
        await using var visitor = await site.VisitAsync("/");
        await visitor.IsLiveAsync();

        await visitor.Button("Go offline").ClickAsync();
        await Expect(visitor["#state"]).ToHaveTextAsync("Offline");
        await Expect(visitor["#flood"]).ToBeDisabledAsync();
        await visitor["[data-send=normal]"].ClickAsync();
        await visitor.Button("Send an insight").ClickAsync();
        await Expect(visitor["#outbox li"]).ToHaveTextAsync(["high, proactive_insight", "normal, demo"]);
        await Expect(visitor["#arrivals li"]).ToHaveCountAsync(0);

        await visitor.Button("Go online").ClickAsync();
        await visitor.IsLiveAsync();
        await Expect(visitor["#arrivals li"]).ToHaveCountAsync(2);
        await Expect(visitor["#outbox li"]).ToHaveCountAsync(0);
        await Expect(visitor["#insights li"]).ToContainTextAsync(["insight 2 of "]);

        await visitor.Button("Go offline").ClickAsync();
        await Expect(visitor["#state"]).ToHaveTextAsync("Offline");
        await Expect(visitor["#insights li"]).ToHaveCountAsync(1);
        Assert.Empty(visitor.Complaints);
    }

    [BrowserFact]
    public async Task What_others_send_is_text_and_never_markup()
    {
        await using var visitor = await site.VisitAsync("/");
        await visitor.IsLiveAsync();
        var user = (await visitor["#channel"].TextContentAsync())!["user:".Length..];
        var producer = await site.Stack.ProduceAsync();

        await producer.PublishAsync("high", new { event_type = "proactive_insight", user_id = user, data = new { number = "<img src=x onerror=alert(1)>" } });
        await Expect(visitor["#insights li"]).ToContainTextAsync(["insight <img src=x"]);
        await producer.PublishAsync("critical", new { event_type = "proactive_insight", user_id = user, data = (object?)null });
        await Expect(visitor["#insights li"]).ToHaveCountAsync(2);

        await Expect(visitor["#insights img"]).ToHaveCountAsync(0);
        Assert.Empty(visitor.Complaints);
    }
}
