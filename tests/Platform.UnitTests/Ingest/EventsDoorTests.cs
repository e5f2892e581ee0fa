using System.Diagnostics;
using Microsoft.Extensions.Options;
using Platform.Contracts.Names;

namespace Platform.UnitTests.Ingest;

public sealed class EventsDoorTests : IDisposable
{
    private const string Valid = """{"event_type":"a","data":1}""";

    private static readonly TimeSpan Hour = TimeSpan.FromHours(1);

    private readonly IngestUnderTest _ingest = new(
        ("Ingest:MaxBodyBytes", "100000"),
        ("Ingest:MaxEventsPerRequest", "100"),
        ("Ingest:ApiKeys:0:Name", "sensors"),
        ("Ingest:ApiKeys:0:Key", "sensors-secret-01"),
        ("Ingest:ApiKeys:0:Channels:0", "location:*"),
        ("Ingest:ApiKeys:0:Lanes:0", "normal"));

    [Theory]
    [InlineData(null, "X-API-Key")]
    [InlineData("nobody's key", "not known")]
    public async Task Without_a_known_key_nobody_publishes(string? key, string detail)
    {
        var answer = await _ingest.PostAsync(Valid, key);

        Assert.Equal((401, ProblemTypes.Unauthorized), (answer.Status, answer.Type));
        Assert.Contains(detail, answer.Detail, StringComparison.Ordinal);
        Assert.Equal("Bearer", Assert.Single(answer.Headers.WwwAuthenticate).Scheme);
    }

    [Fact]
    public async Task A_token_publishes_by_its_scope_while_it_lasts()
    {
        var allowed = await _ingest.PostAsync("[]", token: IngestUnderTest.Token("metrics:read publish", Hour));
        var unscoped = await _ingest.PostAsync("[]", token: IngestUnderTest.Token("metrics:read", Hour));
        var expired = await _ingest.PostAsync("[]", token: IngestUnderTest.Token("publish", -TimeSpan.FromMinutes(1)));
        var nonsense = await _ingest.PostAsync("[]", token: "nonsense");

        Assert.Equal(202, allowed.Status);
        Assert.Equal((403, ProblemTypes.Forbidden), (unscoped.Status, unscoped.Type));
        Assert.Equal((401, ProblemTypes.Unauthorized), (expired.Status, expired.Type));
        Assert.Contains("expired", expired.Detail, StringComparison.Ordinal);
        Assert.Equal((401, ProblemTypes.Unauthorized), (nonsense.Status, nonsense.Type));
    }

    [Theory]
    [InlineData("""[{"event_type":"a","data":1,"location_id":"7"},{"event_type":"a","data":1,"topic":"x"}]""", "'topic:x' (the event at index 1)")]
    [InlineData("""{"event_type":"a","data":1,"location_id":"7","priority":"critical"}""", "'critical'")]
    public async Task A_key_publishes_within_its_rights_only(string body, string detail)
    {
        var answer = await _ingest.PostAsync(body, "sensors-secret-01");

        Assert.Equal((403, ProblemTypes.Forbidden), (answer.Status, answer.Type));
        Assert.Contains(detail, answer.Detail, StringComparison.Ordinal);
    }

    [Fact]
    public async Task One_bad_event_refuses_all_and_each_bad_one_is_named()
    {
        var answer = await _ingest.PostAsync($$"""[{{Valid}},{"event_type":"a","data":1,"priority":"urgent"},{{Valid}},7,{"data":1}]""");

        Assert.Equal((400, ProblemTypes.InvalidEvents), (answer.Status, answer.Type));
        Assert.Equal([(1, "invalid_field"), (3, "invalid_json"), (4, "missing_field")], answer.Errors);
        Assert.Equal(3, answer.Body.GetProperty("error_count").GetInt32());
    }

    [Fact]
    public async Task A_body_that_is_not_JSON_names_the_place()
    {
        var answer = await _ingest.PostAsync($"[{Valid},{Valid},{{\"event_type\":");

        Assert.Equal((400, ProblemTypes.InvalidEvents), (answer.Status, answer.Type));
        Assert.Equal([(2, "invalid_json")], answer.Errors);
    }

    [Fact]
    public async Task A_line_of_NDJSON_is_named_by_its_place_among_the_events()
    {
        var answer = await _ingest.PostAsync($"{Valid}\n\n{{}}\n{Valid}\n", contentType: "application/x-ndjson");

        Assert.Equal([(1, "missing_field")], answer.Errors);
    }

    [Fact]
    public async Task What_is_too_large_or_too_many_is_413()
    {
        var large = await _ingest.PostAsync($$"""[{{Valid}},{"event_type":"a","data":"{{new string('x', 70_000)}}"}]""");
        var body = await _ingest.PostAsync(new string(' ', 100_001));
        var many = await _ingest.PostAsync($"[{string.Join(',', Enumerable.Repeat(Valid, 101))}]");

        Assert.Equal((413, ProblemTypes.TooLarge), (large.Status, large.Type));
        Assert.Equal([(1, "too_large")], large.Errors);
        Assert.Equal((413, ProblemTypes.TooLarge), (body.Status, body.Type));
        Assert.Equal((413, ProblemTypes.TooLarge), (many.Status, many.Type));
    }

    [Fact]
    public async Task An_unknown_form_is_415()
    {
        var answer = await _ingest.PostAsync(Valid, contentType: "text/plain");

        Assert.Equal((415, ProblemTypes.UnsupportedMediaType), (answer.Status, answer.Type));
    }

    [Fact]
    public async Task An_idempotency_key_must_fit_into_an_id()
    {
        var answer = await _ingest.PostAsync(Valid, idempotencyKey: new string('k', 101));

        Assert.Equal((400, ProblemTypes.InvalidRequest), (answer.Status, answer.Type));
    }

    [Fact]
    public async Task Nothing_to_publish_is_nothing_to_refuse()
    {
        var answer = await _ingest.PostAsync("[]");

        Assert.Equal(202, answer.Status);
        Assert.Equal(0, answer.Body.GetProperty("accepted").GetInt32());
    }

    [Fact]
    public async Task While_the_broker_is_away_a_producer_knows_within_two_seconds_what_to_send_again()
    {
        var since = Stopwatch.StartNew();
        var answer = await _ingest.PostAsync(
            """[{"event_type":"a","data":1},{"id":"mine","event_type":"a","data":1,"priority":"high"},{"event_type":"a","data":1}]""", idempotencyKey: "k");

        Assert.InRange(since.Elapsed, TimeSpan.Zero, TimeSpan.FromSeconds(2));
        Assert.Equal((503, ProblemTypes.BrokerUnavailable), (answer.Status, answer.Type));
        Assert.Equal(TimeSpan.FromSeconds(1), answer.Headers.RetryAfter!.Delta);
        Assert.True(answer.Body.GetProperty("maybe_queued").GetBoolean());
        Assert.Equal(["k:0", "mine", "k:2"], answer.Body.GetProperty("ids").EnumerateArray().Select(id => id.GetString()));
    }

    [Fact]
    public void A_weak_key_stops_the_start_and_says_which()
    {
        using var ingest = new IngestUnderTest(("Ingest:ApiKeys:0:Name", "weak"), ("Ingest:ApiKeys:0:Key", "short"));

        var refusal = Assert.Throws<OptionsValidationException>(ingest.CreateClient);

        Assert.Contains("Ingest:ApiKeys:0: A key has at least 16 characters", refusal.Message, StringComparison.Ordinal);
    }

    public void Dispose() => _ingest.Dispose();
}
