using System.Text;
using System.Text.Json;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;
using Platform.Contracts.Lanes;
using Platform.Ingest;
using Platform.Ingest.HandOver;
using Platform.Ingest.Intake;
using Platform.Ingest.Producers;

namespace Platform.UnitTests.Ingest;

public sealed class SubmissionReaderTests
{
    private readonly IngestOptions _options = new();

    [Fact]
    public void Every_event_has_an_id_and_a_timestamp_and_keeps_its_own()
    {
        var submission = Read("""[{"event_type":"a","data":1},{"id":"mine","event_type":"a","data":2,"timestamp":"2020-01-01T00:00:00Z"}]""");

        var events = Events(submission, Lane.Normal);
        Assert.Equal("mine", submission.Ids[1]);
        Assert.True(Guid.TryParse(submission.Ids[0], out var made) && made.Version == 7);
        Assert.Equal(submission.Ids, events.Select(e => e.GetProperty("id").GetString()));
        Assert.Equal(1_234.567, submission.AcceptedAt, tolerance: 0.001);
        Assert.Equal("1970-01-01T00:00:01.234Z", events[0].GetProperty("timestamp").GetString());
        Assert.Equal("2020-01-01T00:00:00Z", events[1].GetProperty("timestamp").GetString());
    }

    [Fact]
    public void An_idempotency_key_makes_the_same_ids_each_time()
    {
        const string Body = """[{"event_type":"a","data":1},{"id":"mine","event_type":"a","data":2},{"event_type":"a","data":3}]""";

        Assert.Equal(["order:0", "mine", "order:2"], Read(Body, key: "order").Ids);
        Assert.Equal(Read(Body, key: "order").Ids, Read(Body, key: "order").Ids);
    }

    [Fact]
    public void An_array_is_split_by_lane_and_keeps_its_order_in_each()
    {
        var submission = Read(
            """
            [{"id":"0","event_type":"a","data":1},{"id":"1","event_type":"b","data":1,"priority":"critical"},
             {"id":"2","event_type":"a","data":1},{"id":"3","event_type":"c","data":1,"priority":"critical"}]
            """);

        Assert.Equal(["0", "1", "2", "3"], submission.Ids);
        Assert.Equal(["0", "2"], Events(submission, Lane.Normal).Select(e => e.GetProperty("id").GetString()));
        Assert.Equal(["1", "3"], Events(submission, Lane.Critical).Select(e => e.GetProperty("id").GetString()));
        Assert.Equal([("b", 1), ("c", 1)], submission.Lanes.Single(pack => pack.Lane == Lane.Critical).Types);
        Assert.Equal([("a", 2)], submission.Lanes.Single(pack => pack.Lane == Lane.Normal).Types);
    }

    [Fact]
    public void All_faults_are_counted_and_the_first_hundred_named()
    {
        var submission = Read($"[{string.Join(',', Enumerable.Repeat("""{"event_type":"a"}""", 150))}]");

        Assert.Equal(150, submission.Faults.Count);
        Assert.Equal(Enumerable.Range(0, 100), submission.Faults.Listed.Select(fault => fault.Index));
        Assert.False(submission.Faults.AnyTooLarge);
    }

    [Fact]
    public void An_event_that_only_its_id_and_timestamp_make_too_large_is_refused_before_it_is_accepted()
    {
        // What would happen: the publisher has the same limit and would set aside what had been accepted with 202.
        _options.MaxEventBytes = 300;
        const string Frame = """{"event_type":"a","data":""}""";

        var submission = Read(Frame.Insert(Frame.Length - 2, new string('x', 300 - Frame.Length)));

        Assert.True(submission.Faults.AnyTooLarge);
        Assert.Equal("too_large", Assert.Single(submission.Faults.Listed).Code);
    }

    [Fact]
    public void The_first_event_without_a_right_is_named()
    {
        var producer = new Producer(["topic:*", "location:7"], ["normal"]);

        Assert.Null(Read("""[{"event_type":"a","data":1,"topic":"x"},{"event_type":"a","data":1,"location_id":"7"}]""", producer).Forbidden);
        Assert.Contains("'user:1' (the event at index 1)", Read("""[{"event_type":"a","data":1,"topic":"x"},{"event_type":"a","data":1,"user_id":"1"}]""", producer).Forbidden);
        Assert.Contains("'high' (the event at index 0", Read("""{"event_type":"a","data":1,"topic":"x","priority":"high"}""", producer).Forbidden);
        Assert.Contains("'broadcast'", Read("""{"event_type":"a","data":1}""", producer).Forbidden);
    }

    private Submission Read(string body, Producer? producer = null, string? key = null)
    {
        // Some milliseconds pass between any two looks at the clock, as on a busy machine.
        var busy = new FakeTimeProvider(DateTimeOffset.UnixEpoch.AddMilliseconds(1_234.567)) { AutoAdvanceAmount = TimeSpan.FromMilliseconds(7.3) };
        var format = Formats.Of("application/json");
        Assert.True(format.TrySplit(Encoding.UTF8.GetBytes(body), out var events, out _));
        return new SubmissionReader(Options.Create(_options), busy).Read(events, format, producer ?? Producer.Unlimited, key);
    }

    private static List<JsonElement> Events(Submission submission, Lane lane)
    {
        var pieces = submission.Lanes.Single(pack => pack.Lane == lane).Pieces(submission.AcceptedAt).ToList();
        return [.. JsonDocument.Parse(new Bundle(lane, pieces).Body).RootElement.EnumerateArray()];
    }
}
