using Platform.Contracts.Events;
using Platform.Contracts.Lanes;
using Platform.Publisher.Aggregation;
using Platform.Publisher.Reading;

namespace Platform.UnitTests.Publisher.Accounting;

/// <summary>A lane's flow against a broker and a store that crash whenever a step says so.</summary>
internal sealed class Simulation
{
    private const int Prefetch = 12;
    private const int MostEvents = 6;
    private const int MostBytes = 2_000;

    private readonly Broker _broker = new(Prefetch);
    private readonly Store _store = new();
    private readonly List<Event> _published = [];
    private AggregationOptions _options = new();
    private Aggregator _aggregator;
    private double _now = 1_000;

    public Simulation() => _aggregator = NewSession();

    public static void Run(IEnumerable<Step> steps)
    {
        var simulation = new Simulation();
        simulation.Take(new Step.Configure(AggregationMode.Collect, 0, 3, 1_024));
        foreach (var step in steps)
        {
            simulation.Take(step);
        }

        simulation.Finish();
        simulation.CheckAccounts();
        simulation.CheckOrder();
    }

    private void Take(Step step)
    {
        switch (step)
        {
            case Step.Publish publish:
                _broker.Publish([.. publish.Events.Select(Name)]);
                break;
            case Step.Work work:
                Work(_aggregator.Take(_broker.Deliver(work.Messages, _now), _now), work.CallSize, work.CrashAfter);
                break;
            case Step.Pass pass:
                _now += pass.Milliseconds;
                break;
            case Step.Configure configure:
                _options = new AggregationOptions
                {
                    Rules =
                    {
                        new AggregationRule
                        {
                            EventTypes = { "insight", "advice" },
                            Mode = configure.Mode,
                            WindowMs = configure.WindowMs,
                            MaxEvents = configure.MaxEvents,
                            MaxBytes = configure.MaxBytes,
                        },
                    },
                };
                break;
            case Step.Restart:
                Work(_aggregator.TakeHeld(), callSize: 5, crashAfter: null);
                EndSession();
                break;
        }
    }

    private Event Name(Draft draft)
    {
        if (draft.Repeats > 0 && _published.Count > 0)
        {
            return _published[draft.Repeats % _published.Count];
        }

        var @event = draft.Named($"e{_published.Count}");
        _published.Add(@event);
        return @event;
    }

    // As the flow and the appender do it, with a crash between any two of their calls.
    private void Work(Flush flush, int callSize, int? crashAfter)
    {
        var calls = 0;
        foreach (var entry in flush.Entries)
        {
            Assert.True(entry.Parts.Count == 1 || (entry.Parts.Count <= MostEvents && entry.Body.Length <= MostBytes), "A cap was exceeded.");
        }

        foreach (var piece in flush.Entries.Chunk(callSize))
        {
            for (IReadOnlyList<Entry> rest = piece; rest.Count > 0;)
            {
                if (calls++ == crashAfter)
                {
                    EndSession();
                    return;
                }

                rest = _store.Append(rest);
            }
        }

        foreach (var ack in flush.Acks)
        {
            if (calls++ == crashAfter)
            {
                EndSession();
                return;
            }

            Assert.All(_broker.Take(ack), @event => Assert.True(_store.Knows($"user:{@event.UserId}", @event.Id!), $"{@event.Id} was acked before it was stored."));
        }
    }

    private void EndSession()
    {
        _broker.EndSession();
        _aggregator = NewSession();
    }

    private Aggregator NewSession() => new(Lane.Normal, () => _options, Prefetch / 2);

    private void Finish()
    {
        for (var rounds = 0; !_broker.IsEmpty; rounds++)
        {
            Assert.True(rounds < 10_000, "The lane stands still.");
            _now = _broker.CanDeliver ? _now : _aggregator.NextDue ?? _now;
            Take(new Step.Work(5, 5, null));
        }
    }

    private void CheckAccounts()
    {
        var accounted = _store.Appended.SelectMany(Store.IdsIn).ToList();
        Assert.Equal(_published.Select(@event => @event.Id!).Order(), accounted.Order());
    }

    // Events that no rule matches keep their order in the channel, and those that are alike keep theirs among each other.
    private void CheckOrder()
    {
        var places = _published.Select((@event, place) => (@event.Id!, place)).ToDictionary();
        foreach (var alike in _store.Appended.GroupBy(entry => (entry.Channel, entry.Event.EventType, entry.Event.EventType == "other" ? "" : entry.Event.LocationId)))
        {
            var order = alike.SelectMany(Store.IdsIn).Select(id => places[id]).ToList();
            Assert.Equal(order.Order(), order);
        }
    }
}
