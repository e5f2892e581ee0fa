using Platform.Contracts.Hub;
using Platform.Contracts.Lanes;
using Platform.IntegrationTests.Road;
using Platform.IntegrationTests.Stack;

namespace Platform.IntegrationTests.History;

public sealed class HistoryRuleTests(Servers servers)
{
    private static readonly Dictionary<string, string> Rules = new()
    {
        ["History__Rules__0__Channels"] = "topic:none.*",
        ["History__Rules__0__MaxEvents"] = "0",
        ["History__Rules__1__Channels"] = "topic:price.*",
        ["History__Rules__1__MaxEvents"] = "1",
        ["History__Rules__1__Cache"] = "true",
        ["History__Rules__2__Channels"] = "topic:short.*",
        ["History__Rules__2__MaxEvents"] = "20",
        ["History__Rules__3__Channels"] = "topic:young.*",
        ["History__Rules__3__MaxAgeSeconds"] = "1",
    };

    [Fact]
    public async Task Channels_keep_what_their_rule_says()
    {
        await using var stack = await PlatformStack.StartAsync(servers, new StackShape { Doors = false, Settings = Rules });
        var producer = await stack.ProduceAsync();
        var client = await stack.ConnectAsync("history", ["topic:*"], stack.Edges[0]);

        await None_is_kept_where_history_is_off(stack, client, producer);
        await Latest_value_comes_at_once_to_a_new_subscriber(stack, client, producer);
        await Short_history_keeps_no_more_than_its_count(stack, client, producer);
        await Young_history_forgets_by_age(stack, client, producer);
    }

    private static async Task None_is_kept_where_history_is_off(PlatformStack stack, EventClient client, EventProducer producer)
    {
        var start = await client.SubscribeAsync("topic:none.1");
        await PourAsync(producer, "none.1", 5);
        Assert.Equal([1, 2, 3, 4, 5], Of(await client.WaitForAsync(5), "topic:none.1").Select(each => each.Offset));

        // What is gone is said to be gone; the newest position still resumes.
        var again = await stack.ConnectAsync("history-off", ["topic:*"], stack.Edges[1]);
        Assert.False((await again.SubscribeAsync("topic:none.1", start.Epoch, new Offsets { Normal = 2 })).Recovered);
        Assert.True((await again.SubscribeAsync("topic:none.1", start.Epoch, new Offsets { Normal = 5 })).Recovered);
        Assert.Equal(0, await stack.Redis.StreamLengthAsync(stack.Names.History("topic:none.1", Lane.Normal)));
    }

    private static async Task Latest_value_comes_at_once_to_a_new_subscriber(PlatformStack stack, EventClient client, EventProducer producer)
    {
        // Known to the node before anybody knew what kind of channel it would be.
        await client.SubscribeAsync("topic:price.1");
        await PourAsync(producer, "price.1", 3);
        await client.WaitUntilAsync(() => client.Received, received => Of(received, "topic:price.1").Count == 3);

        foreach (var edge in stack.Edges)
        {
            var late = await stack.ConnectAsync("history-late", ["topic:*"], edge);
            var answer = await late.SubscribeAsync("topic:price.1");
            var first = (await late.WaitForAsync(1))[0];
            Assert.Equal((3, 2), (first.Offset, first.Data.GetInt32()));
            Assert.Equal((2, false), (answer.Offsets!.Normal, answer.Recovered));
        }

        Assert.Equal(1, await stack.Redis.StreamLengthAsync(stack.Names.History("topic:price.1", Lane.Normal)));
    }

    private static async Task Short_history_keeps_no_more_than_its_count(PlatformStack stack, EventClient client, EventProducer producer)
    {
        var start = await client.SubscribeAsync("topic:short.1");
        for (var i = 1; i <= 30; i++)
        {
            // Each by itself: what shares a flush is kept or forgotten together.
            await producer.PublishAsync("normal", new { event_type = "t", topic = "short.1", data = i });
            await client.WaitUntilAsync(() => client.Received, received => Of(received, "topic:short.1").Count == i);
        }

        var again = await stack.ConnectAsync("history-short", ["topic:*"]);
        Assert.True((await again.SubscribeAsync("topic:short.1", start.Epoch, new Offsets { Normal = 15 })).Recovered);
        Assert.False((await again.SubscribeAsync("topic:short.1", start.Epoch, new Offsets { Normal = 3 })).Recovered);
    }

    private static async Task Young_history_forgets_by_age(PlatformStack stack, EventClient client, EventProducer producer)
    {
        var history = stack.Names.History("topic:young.1", Lane.Normal);
        await client.SubscribeAsync("topic:young.1");
        await PourAsync(producer, "young.1", 3);
        await client.WaitUntilAsync(() => client.Received, received => Of(received, "topic:young.1").Count == 3);
        Assert.InRange((await stack.Redis.KeyTimeToLiveAsync(history))!.Value, TimeSpan.Zero, TimeSpan.FromSeconds(1));

        await Task.Delay(1_500, TestContext.Current.CancellationToken);
        Assert.False(await stack.Redis.KeyExistsAsync(history));
        await PourAsync(producer, "young.1", 1);
        var received = await client.WaitUntilAsync(() => client.Received, received => Of(received, "topic:young.1").Count == 4);
        Assert.Equal(4, Of(received, "topic:young.1")[^1].Offset);
    }

    private static Task PourAsync(EventProducer producer, string topic, int count) =>
        producer.PourAsync("normal", count, n => new { event_type = "t", topic, data = n });

    private static List<Received> Of(IEnumerable<Received> received, string channel) =>
        [.. received.Where(each => each.Channel == channel)];
}
