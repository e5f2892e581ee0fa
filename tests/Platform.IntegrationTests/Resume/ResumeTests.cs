using System.Text.Json;
using Platform.Contracts.Hub;
using Platform.IntegrationTests.Road;
using Platform.IntegrationTests.Stack;

namespace Platform.IntegrationTests.Resume;

[Collection(SharedStackCollection.Name)]
public sealed class ResumeTests(SharedStack shared)
{
    private readonly PlatformStack _stack = shared.Stack;

    [Fact]
    public async Task Client_that_was_away_gets_exactly_what_it_missed_while_events_pour_in()
    {
        const int Count = 3_000;
        var producer = await _stack.ProduceAsync();
        var first = await _stack.ConnectAsync("resume-1", ["topic:*"], _stack.Edges[0]);
        var answer = await first.SubscribeAsync("topic:resume-pour");

        var pouring = PourAsync(producer, "resume-pour", Count);
        var before = await first.WaitForAsync(Count / 5);
        await first.DisposeAsync();
        before = first.Received;

        // Another node: what it never saw live comes from history, and meets the live events without a seam.
        await Task.Delay(100, TestContext.Current.CancellationToken);
        var second = await _stack.ConnectAsync("resume-2", ["topic:*"], _stack.Edges[1]);
        var resumed = await second.SubscribeAsync("topic:resume-pour", answer.Epoch, new Offsets { Normal = before[^1].Offset });
        await pouring;

        Assert.True(resumed.Recovered);
        Assert.Equal(before[^1].Offset, resumed.Offsets!.Normal);
        var after = await second.WaitForAsync(Count - before.Count);
        Assert.Equal(Enumerable.Range(0, Count), before.Concat(after).Select(each => each.Data.GetInt32()));
        Assert.Empty(second.Gaps);
    }

    [Fact]
    public async Task Answer_to_subscribe_comes_before_the_first_event()
    {
        var producer = await _stack.ProduceAsync();
        var probe = await _stack.ConnectAsync("resume-first", ["topic:*"]);
        var start = await probe.SubscribeAsync("topic:resume-first");
        await PourAsync(producer, "resume-first", 50);
        await probe.WaitForAsync(50);

        var wish = JsonSerializer.Serialize(new[] { new SubscribeRequest("topic:resume-first", start.Epoch, start.Offsets) });
        for (var i = 0; i < 20; i++)
        {
            await using var socket = await RawSocket.ConnectAsync(_stack.Gateway.Url, await _stack.TokenAsync("resume-raw", ["topic:*"]));
            await socket.SendAsync($$"""{"type":1,"invocationId":"1","target":"Subscribe","arguments":[{{wish}}]}""");
            var messages = await socket.ReadUntilAsync(message => message.Contains("\"offset\":50,", StringComparison.Ordinal));

            var kinds = messages.Select(message => message.Contains("\"target\":\"events\"", StringComparison.Ordinal) ? "events"
                : message.Contains("\"type\":3", StringComparison.Ordinal) ? "answer"
                : message.Contains("\"target\":\"position\"", StringComparison.Ordinal) ? "position" : "handshake");
            Assert.StartsWith("handshake position answer events", string.Join(' ', kinds), StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task Many_resume_at_once_on_all_nodes_and_each_gets_everything()
    {
        const int Clients = 60;
        const int Count = 400;
        var producer = await _stack.ProduceAsync();
        var probe = await _stack.ConnectAsync("resume-probe", ["topic:*"]);
        var start = await probe.SubscribeAsync("topic:resume-many");
        await PourAsync(producer, "resume-many", Count / 2);

        var clients = await Task.WhenAll(Enumerable.Range(0, Clients).Select(n => _stack.ConnectAsync($"resume-many-{n}", ["topic:*"])));
        var pouring = PourAsync(producer, "resume-many", Count / 2, Count / 2);
        await Task.WhenAll(clients.Select(client => client.SubscribeAsync("topic:resume-many", start.Epoch, start.Offsets)));
        await pouring;

        foreach (var client in clients)
        {
            Assert.Equal(Enumerable.Range(0, Count), (await client.WaitForAsync(Count)).Select(each => each.Data.GetInt32()));
        }
    }

    [Fact]
    public async Task Position_beyond_history_is_answered_with_recovered_false()
    {
        var client = await _stack.ConnectAsync("resume-unknown", ["topic:*"]);
        var answer = await client.SubscribeAsync("topic:resume-unknown");

        var foreign = await client.SubscribeAsync("topic:resume-unknown", "another-epoch", new Offsets { Normal = 0 });
        var ahead = await client.SubscribeAsync("topic:resume-unknown", answer.Epoch, new Offsets { Normal = 100 });
        var present = await client.SubscribeAsync("topic:resume-unknown", answer.Epoch, answer.Offsets);

        Assert.False(foreign.Recovered);
        Assert.Equal(0, foreign.Offsets!.Normal);
        Assert.False(ahead.Recovered);
        Assert.True(present.Recovered);
    }

    [Fact]
    public async Task Subscribing_again_restarts_at_the_position_and_unsubscribing_ends_it()
    {
        var client = await _stack.ConnectAsync("resume-again", ["topic:*"], _stack.Edges[0]);
        var other = await _stack.ConnectAsync("resume-again-other", ["topic:*"], _stack.Edges[0]);
        await other.SubscribeAsync("topic:resume-again");
        var producer = await _stack.ProduceAsync();
        var answer = await client.SubscribeAsync("topic:resume-again");
        await PourAsync(producer, "resume-again", 10);
        await client.WaitForAsync(10);

        await client.SubscribeAsync("topic:resume-again", answer.Epoch, new Offsets { Normal = 7 });
        Assert.Equal([8L, 9L, 10L], (await client.WaitForAsync(13)).Skip(10).Select(each => each.Offset));

        await client.UnsubscribeAsync("topic:resume-again");
        await PourAsync(producer, "resume-again", 5);
        await other.WaitForAsync(15);
        await client.SubscribeAsync("topic:resume-again");
        await PourAsync(producer, "resume-again", 1);
        Assert.Equal(16, (await client.WaitForAsync(14))[13].Offset);
    }

    [Fact]
    public async Task New_epoch_is_told_and_events_go_on_after_history_was_lost()
    {
        var client = await _stack.ConnectAsync("resume-epoch", ["topic:*"]);
        var producer = await _stack.ProduceAsync();
        var before = await client.SubscribeAsync("topic:resume-epoch");
        await PourAsync(producer, "resume-epoch", 5);
        await client.WaitForAsync(5);

        await _stack.Redis.KeyDeleteAsync(_stack.Names.State("topic:resume-epoch"));
        await PourAsync(producer, "resume-epoch", 5, from: 5);

        Assert.Equal(Enumerable.Range(0, 10), (await client.WaitForAsync(10)).Select(each => each.Data.GetInt32()));
        var position = Assert.Single(await client.WaitUntilAsync(() => client.Positions, all => all.Any(one => one.Channel == "topic:resume-epoch")), one => one.Channel == "topic:resume-epoch");
        Assert.NotEqual(before.Epoch, position.Epoch);
        Assert.Equal(0, position.Offsets.Normal);
    }

    private static async Task PourAsync(EventProducer producer, string topic, int count, int from = 0)
    {
        for (var i = from; i < from + count; i++)
        {
            await producer.PublishAsync("normal", new { id = $"{topic}-{i}-{Guid.NewGuid():N}", event_type = "t", topic, data = i });
        }
    }
}
