using System.Text;
using Platform.Contracts.Events;
using Platform.Contracts.Lanes;
using Platform.Publisher.Aggregation;
using Platform.Publisher.Lanes;
using Platform.Publisher.Reading;

namespace Platform.UnitTests.Publisher;

public sealed class AggregatorTests
{
    private readonly AggregationRule _rule = new() { EventTypes = { "insight", "advice" } };
    private AggregationOptions _options;
    private ulong _tag;
    private double _now = 1_000;

    public AggregatorTests() => _options = new AggregationOptions { Rules = { _rule } };

    [Fact]
    public void Collected_event_has_the_data_of_all_byte_by_byte_and_accounts_for_each()
    {
        var flush = Take(Aggregator(), Batch(
            Insight("a", data: """{ "n":1.50 }""") with { Timestamp = Messages.Noon.AddSeconds(1), UserId = "42", LocationId = "7" },
            Insight("b", data: "-0") with { Timestamp = Messages.Noon.AddMilliseconds(3_500), UserId = "42", LocationId = "7" },
            Insight("c", data: "\"\\u00e9\"") with { UserId = "42", LocationId = "7" }));

        Assert.Equal(
            """{"channel":"user:42","accepted_at":1000,"id":"c","event_type":"insight","priority":"normal","user_id":"42","location_id":"7","timestamp":"2026-01-05T12:00:03.5Z","aggregated_ids":["a","b","c"],"data":{"aggregated_insights":[{ "n":1.50 },-0,"\u00e9"],"insight_count":3,"time_window":"2026-01-05T12:00:00Z to 2026-01-05T12:00:03.5Z"}}""",
            Text(Assert.Single(flush.Entries)));
        Assert.Equal(["a", "b", "c"], flush.Entries[0].Ids.Select(Convert.ToHexString).Select(NameOf));
    }

    [Fact]
    public void Latest_is_the_newest_event_as_it_is_and_accounts_for_those_that_it_supersedes()
    {
        _rule.Mode = AggregationMode.Latest;
        var early = Batch(Insight("a") with { Timestamp = Messages.Noon.AddSeconds(9) }).Messages;
        _now += 400;
        var late = Batch(Insight("b", data: "[ 2 ]")).Messages;

        Assert.Equal(
            """{"channel":"broadcast","accepted_at":1000,"id":"b","event_type":"insight","priority":"normal","timestamp":"2026-01-05T12:00:00Z","aggregated_ids":["a","b"],"data":[ 2 ]}""",
            Text(Assert.Single(Take(Aggregator(), new Batch([.. early, .. late])).Entries)));
    }

    [Fact]
    public void Event_that_matches_a_rule_but_is_alone_stays_as_it_is()
    {
        var batch = Batch(Insight("a"));
        Assert.Same(batch.Messages[0].Entries[0], Assert.Single(Take(Aggregator(), batch).Entries));
    }

    [Fact]
    public void Events_of_other_channels_types_users_and_locations_stay_apart()
    {
        var flush = Take(Aggregator(), Batch(
            Insight("a") with { LocationId = "7" },
            Insight("b") with { LocationId = "8" },
            Insight("c") with { LocationId = "7", UserId = "1" },
            Insight("d") with { LocationId = "8", UserId = "1" },
            Insight("e", type: "advice") with { LocationId = "7" },
            Insight("f") with { LocationId = "7", Topic = "x" }));

        Assert.Equal(["b", "c", "d", "e", "a+f"], Names(flush));
    }

    [Fact]
    public void Key_says_in_which_fields_events_agree()
    {
        _rule.Key = KeyFields.Channel;
        var flush = Take(Aggregator(), Batch(
            Insight("a") with { UserId = "1", LocationId = "7" },
            Insight("b", type: "advice") with { UserId = "1", LocationId = "8" },
            Insight("c") with { UserId = "2", LocationId = "8" }));

        Assert.Equal(["a+b", "c"], Names(flush));
    }

    [Fact]
    public void Aggregate_stands_where_its_newest_event_stood()
    {
        var flush = Take(Aggregator(), Batch(Other("1"), Insight("a"), Other("2"), Insight("b"), Other("3")));
        Assert.Equal(["1", "2", "a+b", "3"], Names(flush));
    }

    [Fact]
    public void What_exceeds_a_cap_begins_another_aggregate()
    {
        _rule.MaxEvents = 2;
        Assert.Equal(["a+b", "c+d", "e"], Names(Take(Aggregator(), Batch([.. "abcde".Select(name => Insight($"{name}"))]))));

        _rule.MaxEvents = 100;
        _rule.MaxBytes = 1_024;
        var large = $"\"{new string('x', 300)}\"";
        var flush = Take(Aggregator(), Batch([.. "fghij".Select(name => Insight($"{name}", data: large))]));
        Assert.All(flush.Entries, entry => Assert.True(entry.Body.Length <= 1_024));
        Assert.Equal("fghij", string.Concat(Names(flush)).Replace("+", "", StringComparison.Ordinal));
    }

    [Fact]
    public void Event_that_is_larger_than_the_cap_passes_alone()
    {
        _rule.MaxBytes = 1_024;
        Assert.Equal(["a", "b", "c"], Names(Take(Aggregator(), Batch(Insight("a"), Insight("b", data: $"\"{new string('x', 5_000)}\""), Insight("c")))));
    }

    [Fact]
    public void Id_that_comes_twice_is_in_the_aggregate_once() =>
        Assert.Equal(["a+b"], Names(Take(Aggregator(), Batch(Insight("a"), Insight("b"), Insight("a")))));

    [Fact]
    public void Critical_events_are_never_aggregated() =>
        Assert.Equal(["a", "b"], Names(Take(new Aggregator(Lane.Critical, () => _options, 10), Batch(Insight("a"), Insight("b")))));

    [Fact]
    public void Without_known_events_an_aggregate_is_made_anew_of_the_others()
    {
        var aggregate = Assert.Single(Take(Aggregator(), Batch(Insight("a"), Insight("b"), Insight("c"))).Entries);

        Assert.Contains("\"aggregated_ids\":[\"a\",\"c\"]", Text(aggregate.Without(Known("b"))!), StringComparison.Ordinal);
        Assert.Same(aggregate.Parts[2], aggregate.Without(Known("a", "b")));
        Assert.Null(aggregate.Without(Known("a", "b", "c")));
    }

    [Fact]
    public void Window_holds_events_while_others_pass_and_are_acked_singly()
    {
        _rule.WindowMs = 500;
        var aggregator = Aggregator();

        var first = Take(aggregator, Batch(Other("1"), Insight("a"), Other("2")));
        Assert.Equal(["1", "2"], Names(first));
        Assert.Equal([new Ack(1, true), new Ack(3, false)], first.Acks);
        Assert.Equal(1_500, aggregator.NextDue);

        _now = 1_400;
        var second = Take(aggregator, Batch(Insight("b"), Other("3")));
        Assert.Equal(["3"], Names(second));
        Assert.Equal([new Ack(5, false)], second.Acks);

        _now = 1_500;
        var third = Take(aggregator, Batch());
        Assert.Equal(["a+b"], Names(third));
        Assert.Equal([new Ack(4, true)], third.Acks);
        Assert.Null(aggregator.NextDue);
    }

    [Fact]
    public void Message_is_acked_once_none_of_its_events_is_held()
    {
        _rule.WindowMs = 500;
        var aggregator = Aggregator();

        var message = Batch(Insight("a"), Other("1"), Insight("b") with { UserId = "42" });
        var bundle = new Batch([message.Messages[0] with { Entries = [.. message.Messages.SelectMany(each => each.Entries).Select(entry => entry with { Message = message.Messages[0] })] }]);
        Assert.Empty(Take(aggregator, bundle).Acks);
        Assert.Equal([new Ack(1, true)], aggregator.TakeHeld().Acks);
    }

    [Fact]
    public void Full_aggregate_does_not_wait_for_its_window()
    {
        _rule.WindowMs = 500;
        _rule.MaxEvents = 2;
        Assert.Equal(["a+b"], Names(Take(Aggregator(), Batch(Insight("a"), Insight("b"), Insight("c")))));
    }

    [Fact]
    public void Redelivered_message_is_never_held()
    {
        _rule.WindowMs = 500;
        Assert.Equal(["a"], Names(Take(Aggregator(), Batch(isRedelivered: true, Insight("a")))));
    }

    [Fact]
    public void Lane_is_never_stopped_by_what_it_holds()
    {
        _rule.WindowMs = 500;
        var aggregator = Aggregator(maxHeld: 2);
        Assert.Empty(Take(aggregator, Batch(Insight("a"), Insight("b"))).Entries);
        Assert.Equal(["a+b+c"], Names(Take(aggregator, Batch(Insight("c")))));
    }

    [Fact]
    public void New_rules_let_go_first_of_what_is_held_under_the_old_ones()
    {
        _rule.WindowMs = 500;
        _rule.Mode = AggregationMode.Latest;
        var aggregator = Aggregator();
        Take(aggregator, Batch(Insight("a"), Insight("b")));

        _options = new AggregationOptions { Enabled = false };
        Assert.Equal(["a+b", "c"], Names(Take(aggregator, Batch(Insight("c")))));
    }

    private Aggregator Aggregator(int maxHeld = 100) => new(Lane.Normal, () => _options, maxHeld);

    private Flush Take(Aggregator aggregator, Batch batch) => aggregator.Take(batch, _now);

    private Batch Batch(params Event[] events) => Batch(isRedelivered: false, events);

    private Batch Batch(bool isRedelivered, params Event[] events) => new([.. events.Select(@event =>
    {
        var message = Messages.Message(++_tag, _now, isRedelivered);
        return message with { Entries = [Messages.Entry(message, @event)] };
    })]);

    private static Event Insight(string id, string type = "insight", string data = "{}") =>
        new() { Id = id, EventType = type, Data = Encoding.UTF8.GetBytes(data) };

    private static Event Other(string id) => Insight(id, type: "other");

    private static IEnumerable<string> Names(Flush flush) =>
        flush.Entries.Select(entry => string.Join('+', entry.Parts.Select(part => part.Event.Id)));

    private static string NameOf(string hash) => "abc".Select(name => $"{name}").First(name => Convert.ToHexString(Messages.HashOf(name)) == hash);

    private static HashSet<UInt128> Known(params string[] ids) => [.. ids.Select(id => Entry.HashOf(Messages.HashOf(id)))];

    private static string Text(Entry entry) => Encoding.UTF8.GetString(entry.Body.Span);
}
