using System.Text.Json;
using Platform.BrowserTests.Browser;
using Platform.Load.Faults;

namespace Platform.BrowserTests.Sdk;

/// <summary>What the TypeScript client gets in a real browser while nodes, networks, pages and links come and go.</summary>
[Collection(SiteCollection.Name)]
public sealed class PlaceTests(Site site)
{
    [BrowserFact]
    public async Task Killed_edges_cost_no_event_and_double_none()
    {
        await using var lab = await Lab.OpenAsync(site);
        var pouring = await PourAsync(lab, "sdk-edge", 600);

        foreach (var edge in site.Stack.Edges)
        {
            await edge.KillAsync();
            edge.Start();
            await edge.WaitUntilReadyAsync(TestContext.Current.CancellationToken);
        }

        await pouring;
        await AllCameOnceAsync(lab, "sdk-edge", 600);
    }

    [BrowserFact]
    public async Task Cut_network_costs_no_event_and_doubles_none()
    {
        await using var network = Proxy();
        await using var lab = await Lab.OpenAsync(site, network.Via(site.Stack.Gateway.Url));
        var pouring = await PourAsync(lab, "sdk-network", 600);

        for (var i = 0; i < 3; i++)
        {
            network.Cut();
            await lab.IsAsync("reconnecting");
            network.Restore();
            await lab.IsAsync("connected");
        }

        await lab.Page.Context.SetOfflineAsync(true);
        await lab.IsAsync("offline");
        await lab.Page.Context.SetOfflineAsync(false);
        await pouring;
        await AllCameOnceAsync(lab, "sdk-network", 600);
    }

    [BrowserFact]
    public async Task Network_that_swallows_everything_is_noticed_and_costs_no_event()
    {
        await using var network = Proxy();
        await using var lab = await Lab.OpenAsync(site, network.Via(site.Stack.Gateway.Url));
        var pouring = await PourAsync(lab, "sdk-stall", 200);
        await lab.EventsAsync(1);

        network.Stall();
        await pouring;
        await lab.UntilAsync<string>("states", states => states.Contains("reconnecting"));
        network.Restore();

        await AllCameOnceAsync(lab, "sdk-stall", 200);
    }

    [BrowserFact]
    public async Task Reloaded_page_goes_on_where_it_was()
    {
        await using var lab = await Lab.OpenAsync(site);
        var pouring = await PourAsync(lab, "sdk-reload", 600);

        for (var i = 1; i <= 3; i++)
        {
            await lab.EventsAsync(i * 150);
            await lab.Page.ReloadAsync();
        }

        await pouring;
        await AllCameOnceAsync(lab, "sdk-reload", 600);
    }

    [BrowserFact]
    public async Task Two_tabs_have_a_place_each()
    {
        await using var first = await Lab.OpenAsync(site);
        await using var second = await first.AnotherTabAsync();
        await second.BeginAsync(await ParametersAsync("sdk-tabs"));
        var pouring = await PourAsync(first, "sdk-tabs", 500);

        await second.EventsAsync(100);
        await second.Page.ReloadAsync();
        await first.EventsAsync(250);
        await first.Page.ReloadAsync();

        await pouring;
        await AllCameOnceAsync(first, "sdk-tabs", 500);
        await AllCameOnceAsync(second, "sdk-tabs", 500);
    }

    [BrowserFact]
    public async Task Slowed_link_is_told_and_costs_no_event()
    {
        await using var network = Proxy();
        await using var lab = await Lab.OpenAsync(site, network.Via(site.Stack.Gateway.Url));
        await lab.BeginAsync(await ParametersAsync("sdk-slow"));
        network.Delay(TimeSpan.FromMilliseconds(80));
        var producer = await site.Stack.ProduceAsync();

        await producer.PourAsync("high", 600, n => new { event_type = "lab", id = $"sdk-slow-{n}", topic = "sdk-slow", data = n }, perSecond: 200);

        await AllCameOnceAsync(lab, "sdk-slow", 600, "high");
        await lab.UntilAsync<string>("degraded", told => told.Contains("critical"));
        var latency = await lab.Page.EvaluateAsync<double>("() => window.platform.stats().event.p50");
        Assert.True(latency >= 40, $"The median is {latency} ms, although each event was on its way for 80 ms.");
    }

    private FaultProxy Proxy() => new(site.Stack.Gateway.Url.Host, site.Stack.Gateway.Url.Port);

    private async Task<object> ParametersAsync(string topic) =>
        new { token = await site.Stack.TokenAsync($"{topic}-{Guid.NewGuid():N}", [$"topic:{topic}"]), channel = $"topic:{topic}" };

    /// <summary>Subscribes, and begins to publish numbered events.</summary>
    private async Task<Task> PourAsync(Lab lab, string topic, int count)
    {
        await lab.BeginAsync(await ParametersAsync(topic));
        var producer = await site.Stack.ProduceAsync();
        return producer.PourAsync("normal", count, n => new { event_type = "lab", id = $"{topic}-{n}", topic, data = n }, perSecond: 100);
    }

    /// <summary>A last one is sent when all have come: what comes twice has come before it.</summary>
    private async Task AllCameOnceAsync(Lab lab, string topic, int count, string lane = "normal")
    {
        await lab.EventsAsync(count);
        var producer = await site.Stack.ProduceAsync();
        await producer.PublishAsync(lane, new { event_type = "lab", id = $"{topic}-{count}", topic, data = count });
        Assert.Equal(Enumerable.Range(0, count + 1), await lab.EventsAsync(count + 1));
        Assert.Empty(await lab.ToldAsync<JsonElement>("gaps"));
    }
}
