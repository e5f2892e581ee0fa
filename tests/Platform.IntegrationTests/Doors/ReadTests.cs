using System.Net;
using Microsoft.AspNetCore.SignalR.Client;
using Platform.Contracts.Hub;
using Platform.Contracts.Names;
using Platform.IntegrationTests.Road;
using Platform.IntegrationTests.Stack;

namespace Platform.IntegrationTests.Doors;

[Collection(SharedStackCollection.Name)]
public sealed class ReadTests(SharedStack shared) : IDisposable
{
    private readonly PlatformStack _stack = shared.Stack;
    private readonly HttpDoor _door = new(shared.Stack.Gateway);

    public void Dispose() => _door.Dispose();

    [Fact]
    public async Task Token_opens_its_own_channels_and_no_others()
    {
        var client = await _stack.ConnectAsync("read-rights", ["topic:read-*", "location:7"]);

        Assert.Null((await client.SubscribeAsync("topic:read-news")).Error);
        Assert.Null((await client.SubscribeAsync("location:7")).Error);
        Assert.Null((await client.SubscribeAsync("user:read-rights")).Error);
        Assert.Equal(SubscribeErrors.Forbidden, (await client.SubscribeAsync("location:8")).Error);
        Assert.Equal(SubscribeErrors.Forbidden, (await client.SubscribeAsync("user:someone-else")).Error);
        Assert.Equal(SubscribeErrors.Forbidden, (await client.SubscribeAsync("broadcast")).Error);
        Assert.Equal(SubscribeErrors.InvalidChannel, (await client.SubscribeAsync("nonsense")).Error);
    }

    [Fact]
    public async Task Connection_has_no_more_channels_than_it_may_also_when_one_call_asks_for_them()
    {
        var client = await _stack.ConnectAsync("many-channels", ["topic:*"]);
        var name = new string('x', 100);
        var wishes = Enumerable.Range(0, 100).Select(n => new SubscribeRequest($"topic:{name}-{n}", "epoch-of-another-life", new Offsets { Normal = n }));

        // 100 are allowed, of which user:many-channels is one.
        var answers = await client.SubscribeAsync([.. wishes]);
        Assert.Equal([.. Enumerable.Repeat<string?>(null, 99), SubscribeErrors.TooMany], answers.Select(answer => answer.Error));
    }

    [Fact]
    public async Task Expired_token_opens_neither_hub_nor_history()
    {
        var expired = await _stack.TokenAsync("read-expired", ["topic:*"], expiresIn: -60);
        await using var client = new EventClient(_stack.Gateway.Url, expired);

        await Assert.ThrowsAnyAsync<Exception>(client.StartAsync);
        var history = await _door.GetAsync("/api/v1/channels/topic:x/history", expired);
        Assert.Equal((HttpStatusCode.Unauthorized, ProblemTypes.Unauthorized), (history.Status, history.Type));
        Assert.Contains("expired", history.Body.GetProperty("detail").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task History_of_large_events_comes_in_several_answers()
    {
        const int Count = 30;
        var token = await _stack.TokenAsync("read-large", ["topic:read-large"]);
        var client = await _stack.ConnectAsync("read-large", ["topic:read-large"]);
        await client.SubscribeAsync("topic:read-large");
        var text = new string('x', 60_000);
        foreach (var some in Enumerable.Range(1, Count).Chunk(10))
        {
            await _door.PublishAsync(some.Select(n => new { event_type = "t", topic = "read-large", data = new { n, text } }));
        }

        await client.WaitForAsync(Count);

        var (numbers, answers, after) = (new List<int>(), 0, 0L);
        while (numbers.Count < Count)
        {
            var page = (await _door.GetAsync($"/api/v1/channels/topic:read-large/history?limit=1000&after={after}", token)).Body;
            var events = page.GetProperty("events").EnumerateArray().Select(e => e.GetProperty("data").GetProperty("n").GetInt32()).ToList();
            Assert.InRange(events.Count, 1, Count - 1);
            numbers.AddRange(events);
            after = page.GetProperty("next_offset").GetInt64();
            answers++;
        }

        Assert.Equal(Enumerable.Range(1, Count), numbers);
        Assert.InRange(answers, 2, 3);
    }

    [Fact]
    public async Task History_gives_what_resume_would_with_the_same_rights()
    {
        var token = await _stack.TokenAsync("read-history", ["topic:read-history"]);
        await _door.PublishAsync(Enumerable.Range(1, 30).Select(n => new { event_type = "t", topic = "read-history", data = n }));
        var client = await _stack.ConnectAsync("read-history", ["topic:read-history"]);
        var start = await client.SubscribeAsync("topic:read-history", "unknown", new Offsets { Normal = 0 });
        await client.SubscribeAsync("topic:read-history", start.Epoch, new Offsets { Normal = 0 });
        await client.WaitForAsync(30);

        var page = await _door.GetAsync($"/api/v1/channels/topic:read-history/history?after=10&limit=5&epoch={start.Epoch}", token);
        var other = await _door.GetAsync("/api/v1/channels/topic:other/history", token);
        var lost = await _door.GetAsync("/api/v1/channels/topic:read-history/history?after=10&epoch=lost", token);

        Assert.True(page.Body.GetProperty("recovered").GetBoolean());
        Assert.Equal([11, 12, 13, 14, 15], page.Body.GetProperty("events").EnumerateArray().Select(e => e.GetProperty("data").GetInt32()));
        Assert.Equal(15, page.Body.GetProperty("next_offset").GetInt64());
        Assert.Equal((HttpStatusCode.Forbidden, ProblemTypes.Forbidden), (other.Status, other.Type));
        Assert.False(lost.Body.GetProperty("recovered").GetBoolean());
    }

    [Fact]
    public async Task Server_sent_events_and_long_polling_are_refused_clearly()
    {
        var token = await _stack.TokenAsync("read-sse");

        var answer = await _door.GetAsync(Routes.Hub, token, accept: "text/event-stream");

        Assert.Equal((HttpStatusCode.BadRequest, ProblemTypes.WebSocketsOnly), (answer.Status, answer.Type));
    }

    [Fact]
    public async Task Client_that_negotiates_needs_no_sticky_sessions()
    {
        for (var i = 0; i < 6; i++)
        {
            var token = await _stack.TokenAsync($"read-negotiate-{i}");
            await using var connection = new HubConnectionBuilder()
                .WithUrl(new Uri(_stack.Gateway.Url, Routes.Hub), options => options.AccessTokenProvider = () => Task.FromResult<string?>(token))
                .Build();
            await connection.StartAsync(TestContext.Current.CancellationToken);
            Assert.True((await connection.InvokeAsync<ServerTime>(HubMethods.Ping, 0.0, TestContext.Current.CancellationToken)).Milliseconds > 0);
        }
    }

    [Fact]
    public async Task Prometheus_page_is_not_on_the_public_door()
    {
        Assert.Equal(HttpStatusCode.NotFound, (await _door.GetAsync(Routes.Prometheus)).Status);
        using var edge = new HttpDoor(_stack.Edges[0]);
        Assert.Equal(HttpStatusCode.OK, (await edge.GetAsync(Routes.Prometheus)).Status);
    }
}
