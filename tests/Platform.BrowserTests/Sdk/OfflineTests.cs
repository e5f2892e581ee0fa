using System.Text.Json;
using Platform.BrowserTests.Browser;
using Platform.Load.Faults;

namespace Platform.BrowserTests.Sdk;

/// <summary>What the TypeScript client keeps on the device without a network, and what becomes of it.</summary>
[Collection(SiteCollection.Name)]
public sealed class OfflineTests(Site site)
{
    private const string Worker = "/platform-worker.js";

    [BrowserFact]
    public async Task Insights_are_read_offline_also_after_the_page_was_left()
    {
        await using var lab = await BeginAsync("sdk-insights");
        var producer = await site.Stack.ProduceAsync();
        await producer.PublishAsync("high", new { event_type = "proactive_insight", user_id = "sdk-insights", data = 1 });
        await producer.PublishAsync("high", new { event_type = "other", user_id = "sdk-insights", data = 2 });
        await producer.PublishAsync("critical", new { event_type = "coaching_opportunity", user_id = "sdk-insights", data = 3 });
        await lab.EventsAsync(3);
        await lab.Page.WaitForFunctionAsync("async () => (await window.platform.offline.insights()).length === 2");

        await lab.Page.ReloadAsync();
        await lab.Page.Context.SetOfflineAsync(true);
        await lab.IsAsync("offline");

        var kept = await lab.Page.EvaluateAsync<int[]>("async () => (await window.platform.offline.insights()).map(({ event }) => event.data)");
        Assert.Equal([1, 3], kept.Order());
        await lab.Page.EvaluateAsync("() => window.platform.offline.clear()");
        Assert.Equal(0, await lab.Page.EvaluateAsync<int>("async () => (await window.platform.offline.insights()).length"));
    }

    [BrowserFact]
    public async Task What_is_published_offline_goes_out_by_the_worker_once_and_in_order()
    {
        await using var lab = await BeginAsync("sdk-outbox", Worker);
        var listener = await site.Stack.ConnectAsync("sdk-outbox");
        await lab.Page.WaitForFunctionAsync("async () => (await navigator.serviceWorker.ready).active !== null");

        // The very first is published without a network: the worker has the connection's token.
        await lab.Page.Context.SetOfflineAsync(true);
        await lab.IsAsync("offline");
        for (var n = 1; n <= 5; n++)
        {
            Assert.True(await PublishAsync(lab, n));
        }

        // Nobody but the worker is there when the network is back.
        await lab.Page.EvaluateAsync("() => sessionStorage.setItem('arguments', 'null')");
        await lab.Page.GotoAsync("about:blank");
        await lab.Page.Context.SetOfflineAsync(false);

        var received = await listener.WaitForAsync(5);
        Assert.Equal([1, 2, 3, 4, 5], received.Select(each => each.Data.GetInt32()));
    }

    [BrowserFact]
    public async Task What_waits_goes_out_at_the_next_start_where_no_worker_did_it()
    {
        await using var lab = await BeginAsync("sdk-start");
        var listener = await site.Stack.ConnectAsync("sdk-start");
        await lab.Page.Context.SetOfflineAsync(true);
        await lab.IsAsync("offline");
        Assert.True(await PublishAsync(lab, 1));
        await lab.Page.GotoAsync("about:blank");
        await lab.Page.Context.SetOfflineAsync(false);

        await lab.Page.GotoAsync(new Uri(site.Stack.Gateway.Url, "/lab").ToString());

        Assert.Equal([1], (await listener.WaitForAsync(1)).Select(each => each.Data.GetInt32()));
        await lab.Page.WaitForFunctionAsync("async () => (await window.platform.offline.outbox()).length === 0");
    }

    [BrowserFact]
    public async Task Two_tabs_and_the_worker_share_one_outbox_and_double_nothing()
    {
        await using var first = await BeginAsync("sdk-shared", Worker);
        await using var second = await first.AnotherTabAsync();
        await second.BeginAsync(await ParametersAsync("sdk-shared", Worker));
        var listener = await site.Stack.ConnectAsync("sdk-shared");
        await first.Page.Context.SetOfflineAsync(true);
        await first.IsAsync("offline");
        for (var n = 0; n < 10; n++)
        {
            Assert.True(await PublishAsync(n % 2 == 0 ? first : second, n));
        }

        await first.Page.Context.SetOfflineAsync(false);

        Assert.Equal(Enumerable.Range(0, 10), (await listener.WaitForAsync(10)).Select(each => each.Data.GetInt32()));
        await second.Page.WaitForFunctionAsync("async () => (await window.platform.offline.outbox()).length === 0");
        foreach (var tab in new[] { first, second })
        {
            Assert.Equal(Enumerable.Range(0, 10), await tab.EventsAsync(10));
        }
    }

    [BrowserFact]
    public async Task An_answer_that_was_lost_makes_no_double()
    {
        await using var network = new FaultProxy(site.Stack.Gateway.Url.Host, site.Stack.Gateway.Url.Port);
        await using var lab = await Lab.OpenAsync(site, network.Via(site.Stack.Gateway.Url));
        await lab.BeginAsync(await ParametersAsync("sdk-answer", ""));
        var listener = await site.Stack.ConnectAsync("sdk-answer");

        // What is delayed arrives; its answer does not.
        network.Delay(TimeSpan.FromMilliseconds(400));
        await lab.Page.EvaluateAsync("() => { window.publishing = window.platform.publish({ event_type: 'sent', user_id: 'sdk-answer', data: 1 }); }");
        await listener.WaitForAsync(1);
        network.CutOnce();
        network.Restore();

        await lab.Page.EvaluateAsync("() => window.publishing");
        await lab.Page.WaitForFunctionAsync("async () => (await window.platform.offline.outbox()).length === 0");
        Assert.False(await PublishAsync(lab, 2));
        Assert.Equal([1, 2], (await listener.WaitForAsync(2)).Select(each => each.Data.GetInt32()));
    }

    [BrowserFact]
    public async Task Client_that_is_closed_while_it_sends_still_says_what_became_of_it()
    {
        await using var lab = await BeginAsync("sdk-closed");
        var listener = await site.Stack.ConnectAsync("sdk-closed");

        var answer = await lab.Page.EvaluateAsync<JsonElement>(
            "() => { const sent = window.platform.publish({ event_type: 'sent', user_id: 'sdk-closed', data: 1 }); window.platform.close(); return sent; }");

        // Sent at once, or at the next start.
        await lab.Page.ReloadAsync();
        Assert.Equal([1], (await listener.WaitForAsync(1)).Select(each => each.Data.GetInt32()));
        Assert.Equal(JsonValueKind.Array, answer.GetProperty("ids").ValueKind);
        await lab.Page.WaitForFunctionAsync("async () => (await window.platform.offline.outbox()).length === 0");
    }

    [BrowserFact]
    public async Task What_is_no_JSON_is_refused_and_does_not_stand_in_the_way()
    {
        await using var lab = await BeginAsync("sdk-no-json");
        var message = await lab.Page.EvaluateAsync<string>(
            "() => window.platform.publish({ event_type: 'sent', user_id: 'sdk-no-json', data: 1n }).then(() => 'taken', (error) => error.name)");
        Assert.Equal("PublishError", message);
        Assert.False(await PublishAsync(lab, 1));
    }

    [BrowserFact]
    public async Task What_is_refused_fails_and_does_not_stand_in_the_way()
    {
        await using var lab = await BeginAsync("sdk-refused");
        var message = await lab.Page.EvaluateAsync<string>(
            "() => window.platform.publish({ event_type: 'NOT ALLOWED', data: 1 }).then(() => 'taken', (error) => error.name)");
        Assert.Equal("PublishError", message);
        Assert.False(await PublishAsync(lab, 1));
    }

    private async Task<Lab> BeginAsync(string user, string worker = "")
    {
        var lab = await Lab.OpenAsync(site);
        await lab.BeginAsync(await ParametersAsync(user, worker));
        return lab;
    }

    private async Task<object> ParametersAsync(string user, string worker) =>
        new { token = await site.Stack.TokenAsync(user, scope: "publish"), user, channel = $"user:{user}", worker };

    /// <summary>Whether it was queued.</summary>
    private static async Task<bool> PublishAsync(Lab lab, int number)
    {
        var answer = await lab.Page.EvaluateAsync<JsonElement>(
            "number => window.platform.publish({ event_type: 'sent', user_id: JSON.parse(sessionStorage.getItem('arguments')).user, data: number })", number);
        return answer.GetProperty("queued").GetBoolean();
    }
}
