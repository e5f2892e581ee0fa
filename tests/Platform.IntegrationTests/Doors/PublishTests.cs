using System.Net;
using System.Text.Json;
using Platform.Contracts.Names;
using Platform.IntegrationTests.Stack;

namespace Platform.IntegrationTests.Doors;

[Collection(SharedStackCollection.Name)]
public sealed class PublishTests(SharedStack shared) : IDisposable
{
    private readonly PlatformStack _stack = shared.Stack;
    private readonly HttpDoor _door = new(shared.Stack.Gateway);

    public void Dispose() => _door.Dispose();

    [Fact]
    public async Task Posted_event_reaches_its_subscriber_with_its_data_untouched()
    {
        var client = await _stack.ConnectAsync("http-user");

        var answer = await _door.PublishAsync("""{"id":"http-1","event_type":"t","user_id":"http-user","data":{"n": 1.50, "s":"\u00e9"}}""");

        Assert.Equal(HttpStatusCode.Accepted, answer.Status);
        Assert.Equal("http-1", answer.Body.GetProperty("ids")[0].GetString());
        Assert.Equal("""{"n": 1.50, "s":"\u00e9"}""", Assert.Single(await client.WaitForAsync(1)).Data.GetRawText());
    }

    [Fact]
    public async Task Array_of_mixed_lanes_keeps_the_order_of_ids_and_of_each_lane()
    {
        var client = await _stack.ConnectAsync("http-mixed");
        string[] lanes = ["normal", "critical", "high"];

        var answer = await _door.PublishAsync(Enumerable.Range(0, 90).Select(n => new { id = $"mixed-{n}", event_type = "t", priority = lanes[n % 3], user_id = "http-mixed", data = n }));

        Assert.Equal(90, answer.Body.GetProperty("accepted").GetInt32());
        Assert.Equal(Enumerable.Range(0, 90).Select(n => $"mixed-{n}"), answer.Body.GetProperty("ids").EnumerateArray().Select(id => id.GetString()));
        foreach (var lane in (await client.WaitForAsync(90)).GroupBy(each => each.Lane))
        {
            Assert.Equal(lane.Select(each => each.Data.GetInt32()).Order(), lane.Select(each => each.Data.GetInt32()));
        }
    }

    [Fact]
    public async Task Ndjson_and_CloudEvents_are_taken_too()
    {
        var client = await _stack.ConnectAsync("http-formats");

        await _door.PublishAsync("{\"event_type\":\"t\",\"user_id\":\"http-formats\",\"data\":1}\n{\"event_type\":\"t\",\"user_id\":\"http-formats\",\"data\":2}\n", contentType: "application/x-ndjson");
        await _door.PublishAsync("""{"specversion":"1.0","id":"ce-1","source":"/s","type":"order.shipped","userid":"http-formats","data":3}""", contentType: "application/cloudevents+json");
        await _door.PublishAsync("""[{"specversion":"1.0","id":"ce-2","source":"/s","type":"t","userid":"http-formats","priority":"normal","data":4}]""", contentType: "application/cloudevents-batch+json");

        Assert.Equal([1, 2, 3, 4], (await client.WaitForAsync(4)).Select(each => each.Data.GetInt32()));
    }

    [Fact]
    public async Task Idempotency_key_makes_a_repeated_request_harmless()
    {
        var client = await _stack.ConnectAsync("http-again");
        object[] events = [new { event_type = "t", user_id = "http-again", data = 1 }, new { event_type = "t", user_id = "http-again", data = 2 }];

        var first = await _door.PublishAsync(events, idempotencyKey: "key-7");
        await _door.PublishAsync(events, idempotencyKey: "key-7");
        await _door.PublishAsync(new { event_type = "t", user_id = "http-again", data = 3 });

        Assert.Equal(["key-7:0", "key-7:1"], first.Body.GetProperty("ids").EnumerateArray().Select(id => id.GetString()));
        Assert.Equal([1, 2, 3], (await client.WaitForAsync(3)).Select(each => each.Data.GetInt32()));
    }

    [Fact]
    public async Task One_bad_event_refuses_the_request_and_nothing_is_queued()
    {
        var client = await _stack.ConnectAsync("http-bad");

        var answer = await _door.PublishAsync("""[{"event_type":"t","user_id":"http-bad","data":1},{"event_type":"t","priority":"urgent","data":2},{"user_id":"http-bad","data":3}]""");
        await _door.PublishAsync(new { event_type = "t", user_id = "http-bad", data = 4 });

        Assert.Equal((HttpStatusCode.BadRequest, ProblemTypes.InvalidEvents), (answer.Status, answer.Type));
        Assert.Equal([1, 2], answer.Body.GetProperty("errors").EnumerateArray().Select(error => error.GetProperty("index").GetInt32()));
        Assert.Contains("priority", answer.Body.GetProperty("errors")[0].GetProperty("message").GetString(), StringComparison.Ordinal);
        Assert.Equal(4, Assert.Single(await client.WaitForAsync(1)).Data.GetInt32());
    }

    public static TheoryData<string, string?, string, int, string> Refusals { get; } = new()
    {
        { "bad JSON", "dev-key", "{\"event_type\":", 400, ProblemTypes.InvalidEvents },
        { "an event of 1 MB", "dev-key", $$"""{"event_type":"t","data":"{{new string('x', 1_000_000)}}"}""", 413, ProblemTypes.TooLarge },
        { "an unknown priority", "dev-key", """{"event_type":"t","priority":"urgent","data":1}""", 400, ProblemTypes.InvalidEvents },
        { "a wrong key", "no-such-key", """{"event_type":"t","data":1}""", 401, ProblemTypes.Unauthorized },
        { "no key", null, """{"event_type":"t","data":1}""", 401, ProblemTypes.Unauthorized },
        { "a key without the right to the channel", SharedStack.OrdersKey, """{"event_type":"t","topic":"news","data":1}""", 403, ProblemTypes.Forbidden },
        { "a key without the right to the lane", SharedStack.OrdersKey, """{"event_type":"t","topic":"orders","priority":"critical","data":1}""", 403, ProblemTypes.Forbidden },
    };

    [Theory]
    [MemberData(nameof(Refusals))]
    public async Task Refuses_with_a_clear_error(string what, string? key, string body, int status, string type)
    {
        var answer = await _door.PublishAsync(body, key);

        Assert.True(status == (int)answer.Status && type == answer.Type, $"{what}: {answer.Status} {answer.Body}");
        Assert.NotEmpty(answer.Body.GetProperty("detail").GetString()!);
    }

    [Fact]
    public async Task Key_with_the_right_and_token_with_the_scope_may_publish()
    {
        var token = await _stack.TokenAsync("http-publisher", scope: "publish");
        var without = await _stack.TokenAsync("http-publisher");
        var expired = await _stack.TokenAsync("http-publisher", scope: "publish", expiresIn: -60);
        var body = new { event_type = "t", topic = "orders", data = 1 };

        Assert.Equal(HttpStatusCode.Accepted, (await _door.PublishAsync(body, SharedStack.OrdersKey)).Status);
        Assert.Equal(HttpStatusCode.Accepted, (await _door.PublishAsync(body, key: null, bearer: token)).Status);
        Assert.Equal(HttpStatusCode.Forbidden, (await _door.PublishAsync(body, key: null, bearer: without)).Status);
        Assert.Equal(HttpStatusCode.Unauthorized, (await _door.PublishAsync(body, key: null, bearer: expired)).Status);
    }

    [Fact]
    public async Task Metrics_tell_of_what_was_delivered()
    {
        var client = await _stack.ConnectAsync("http-metrics");
        await _door.PublishAsync(Enumerable.Range(0, 20).Select(n => new { event_type = "metered", user_id = "http-metrics", data = n }));
        await client.WaitForAsync(20);

        JsonElement latency = default;
        for (var deadline = DateTime.UtcNow.AddSeconds(20); DateTime.UtcNow < deadline; await Task.Delay(200, TestContext.Current.CancellationToken))
        {
            latency = (await _door.GetAsync(Routes.LatencyMetrics)).Body;
            if (latency.TryGetProperty("by_event_type", out var types) && types.TryGetProperty("metered", out var metered) && metered.GetProperty("count").GetInt32() == 20)
            {
                break;
            }
        }

        Assert.Equal(20, latency.GetProperty("by_event_type").GetProperty("metered").GetProperty("count").GetInt32());
        Assert.True(latency.GetProperty("current_stats").GetProperty("p95_latency_ms").GetDouble() > 0);
        Assert.True(latency.GetProperty("target_compliance").TryGetProperty("under_10ms_percentage", out _));

        var throughput = (await _door.GetAsync(Routes.ThroughputMetrics)).Body;
        Assert.True(throughput.GetProperty("active_connections").GetInt32() > 0);
        Assert.True(throughput.GetProperty("connection_distribution").GetProperty("agent").GetInt32() > 0);
        Assert.Equal(JsonValueKind.Number, throughput.GetProperty("queue_depth").ValueKind);
    }
}
