using Platform.IntegrationTests.Stack;

namespace Platform.IntegrationTests.Road;

[Collection(SharedStackCollection.Name)]
public sealed class RoadTests(SharedStack shared)
{
    private readonly PlatformStack _stack = shared.Stack;

    [Fact]
    public async Task Event_on_a_lane_reaches_the_user_it_is_for()
    {
        var client = await _stack.ConnectAsync("road-user");
        var producer = await _stack.ProduceAsync();

        await producer.PublishAsync("high", new { id = "road-1", event_type = "greeting", user_id = "road-user", data = new { text = "hello" } });

        var received = Assert.Single(await client.WaitForAsync(1));
        Assert.Equal(("user:road-user", "high", 1L, "road-1"), (received.Channel, received.Lane, received.Offset, received.Id));
        Assert.Equal("hello", received.Data.GetProperty("text").GetString());
    }

    [Fact]
    public async Task Routing_key_decides_the_lane_whatever_the_body_says()
    {
        var client = await _stack.ConnectAsync("road-lane");
        var producer = await _stack.ProduceAsync();

        await producer.PublishAsync("critical", new { event_type = "t", user_id = "road-lane", priority = "normal", data = 1 });

        Assert.Equal("critical", Assert.Single(await client.WaitForAsync(1)).Lane);
    }

    [Fact]
    public async Task Subscribers_on_two_nodes_receive_each_event_once_and_in_order()
    {
        const int Count = 500;
        var clients = new List<EventClient>();
        foreach (var node in _stack.Edges)
        {
            var client = await _stack.ConnectAsync($"road-two-{clients.Count}", ["topic:*"], node);
            Assert.Null((await client.SubscribeAsync("topic:road-two")).Error);
            clients.Add(client);
        }

        var producer = await _stack.ProduceAsync();
        for (var i = 0; i < Count; i += 10)
        {
            await producer.PublishAsync("normal", Enumerable.Range(i, 10).Select(n => new { event_type = "t", topic = "road-two", data = n }));
        }

        foreach (var client in clients)
        {
            var received = await client.WaitForAsync(Count);
            Assert.Equal(Enumerable.Range(0, Count), received.Select(each => each.Data.GetInt32()));
            Assert.Equal(Enumerable.Range(1, Count).Select(offset => (long)offset), received.Select(each => each.Offset));
        }
    }

    [Fact]
    public async Task Known_id_is_delivered_once_whatever_lane_it_comes_on_again()
    {
        var client = await _stack.ConnectAsync("road-once");
        var producer = await _stack.ProduceAsync();

        await producer.PublishAsync("normal", new { id = "once", event_type = "t", user_id = "road-once", data = 1 });
        await client.WaitForAsync(1);
        await producer.PublishAsync("normal", new { id = "once", event_type = "t", user_id = "road-once", data = 2 });
        await producer.PublishAsync("high", new { id = "once", event_type = "t", user_id = "road-once", data = 3 });
        await producer.PublishAsync("normal", new[] { new { id = "last", event_type = "t", user_id = "road-once", data = 4 }, new { id = "last", event_type = "t", user_id = "road-once", data = 5 } });
        await producer.PublishAsync("high", new { id = "last-high", event_type = "t", user_id = "road-once", data = 6 });

        var received = await client.WaitForAsync(3);
        Assert.Equal([1, 4, 6], received.Select(each => each.Data.GetInt32()).Order());
    }

    [Fact]
    public async Task Two_equal_events_without_ids_are_two_events()
    {
        var client = await _stack.ConnectAsync("road-equal");
        var producer = await _stack.ProduceAsync();

        await producer.PublishAsync("normal", new { event_type = "tick", user_id = "road-equal", data = 1 });
        await producer.PublishAsync("normal", new { event_type = "tick", user_id = "road-equal", data = 1 });

        Assert.Equal([1L, 2L], (await client.WaitForAsync(2)).Select(each => each.Offset));
    }

    [Fact]
    public async Task Message_id_names_events_that_have_no_id()
    {
        var client = await _stack.ConnectAsync("road-message-id");
        var producer = await _stack.ProduceAsync();

        await producer.PublishAsync("normal", new { event_type = "t", user_id = "road-message-id", data = 1 }, messageId: "m-1");
        await producer.PublishAsync("normal", new { event_type = "t", user_id = "road-message-id", data = 1 }, messageId: "m-1");
        await producer.PublishAsync("normal", new { event_type = "t", user_id = "road-message-id", data = 1 }, messageId: "m-2");

        Assert.Equal(["m-1:0", "m-2:0"], (await client.WaitForAsync(2)).Select(each => each.Id));
    }

    [Fact]
    public async Task Garbage_goes_to_the_dead_letters_with_its_reason_and_its_neighbours_arrive()
    {
        await using var stack = await PlatformStack.StartAsync(shared.Servers, new StackShape { Edges = 1, Doors = false });
        var client = await stack.ConnectAsync("road-garbage");
        var producer = await stack.ProduceAsync();

        await producer.PublishAsync("normal", """[{"event_type":"t","user_id":"road-garbage","data":1},{"data":2},7,{"event_type":"t","user_id":"road-garbage","data":3}]""");
        await producer.PublishAsync("high", "{no json");
        await producer.PublishAsync("high", new { event_type = "t", user_id = "road-garbage", data = new string('x', 70_000) });
        await producer.PublishAsync("no-such-lane", new { event_type = "t", user_id = "road-garbage", data = 4 });

        var letters = await producer.TakeDeadLettersAsync(5);
        Assert.Equal(
            ["high:invalid_json", "high:too_large", "no-such-lane:", "normal:invalid_json", "normal:missing_field"],
            letters.Select(letter => $"{letter.RoutingKey}:{letter.Reason}").Order(StringComparer.Ordinal));
        Assert.Equal([1, 3], (await client.WaitForAsync(2)).Select(each => each.Data.GetInt32()));
    }
}
