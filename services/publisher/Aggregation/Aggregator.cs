using Platform.Contracts.Lanes;
using Platform.Publisher.Lanes;
using Platform.Publisher.Reading;

namespace Platform.Publisher.Aggregation;

/// <summary>
/// Makes one event of events that are alike, within a batch or over a rule's window, and says which messages are done with it:
/// those of which nothing is held (guarantee 1). It lives as long as a session, whose end gives back to RabbitMQ all that it holds.
/// </summary>
/// <param name="lane">Critical events pass through.</param>
/// <param name="options">The configuration as it is now.</param>
/// <param name="maxHeld">
/// The most messages that are held. RabbitMQ counts them against the prefetch: were they to use it up, the lane would stand still.
/// </param>
internal sealed class Aggregator(Lane lane, Func<AggregationOptions> options, int maxHeld)
{
    private readonly HeldAggregates _held = new();
    private readonly HeldMessages _messages = new();
    private AggregationRules _rules = new(lane, options());

    /// <summary>When something that is held must go, in milliseconds since 1970.</summary>
    public double? NextDue => _held.NextDue;

    /// <summary>What goes now: of the batch, and of what is held.</summary>
    public Flush Take(Batch batch, double now)
    {
        FlushOrder order = new();
        List<ulong> done = [];
        KeepUpWithRules(order, done);

        Dictionary<AggregateKey, Aggregate> within = [];
        foreach (var message in batch.Messages)
        {
            foreach (var entry in message.Entries)
            {
                if (_rules.For(entry.Event.EventType) is not { } rule)
                {
                    order.Add(entry);
                }
                // A redelivered message is never held: it may be what the publisher before died of.
                else if (rule.WindowMs > 0 && !message.IsRedelivered)
                {
                    Hold(rule, entry, order, done);
                }
                else
                {
                    Gather(rule, entry, order, within);
                }
            }
        }

        Release(_messages.Count > maxHeld ? double.PositiveInfinity : now, order, done);
        return ToFlush(order, done.Concat(batch.Messages.Select(message => message.DeliveryTag)));
    }

    /// <summary>All that is held, before its time: the session ends in good order.</summary>
    public Flush TakeHeld() => Take(new Batch([]), double.PositiveInfinity);

    private static void Gather(AggregationRule rule, Entry entry, FlushOrder order, Dictionary<AggregateKey, Aggregate> within)
    {
        var key = AggregateKey.Of(rule, entry);
        var aggregate = within.GetValueOrDefault(key);
        if (aggregate?.TryAddRepeat(entry) is true)
        {
            return;
        }

        if (aggregate?.HasRoomFor(entry) is not true)
        {
            within[key] = aggregate = new Aggregate(key);
        }

        aggregate.Add(entry);
        order.Place(aggregate);
    }

    private void Hold(AggregationRule rule, Entry entry, FlushOrder order, List<ulong> done)
    {
        var key = AggregateKey.Of(rule, entry);
        var aggregate = _held.Find(key);
        if (aggregate?.TryAddRepeat(entry) is true)
        {
            _messages.Hold(entry.Message.DeliveryTag);
            return;
        }

        if (aggregate?.HasRoomFor(entry) is false)
        {
            Release(aggregate, order, done);
            aggregate = null;
        }

        var isNew = aggregate is null;
        aggregate ??= new Aggregate(key);
        aggregate.Add(entry);
        _messages.Hold(entry.Message.DeliveryTag);
        if (isNew)
        {
            _held.Hold(aggregate);
        }
        else if (aggregate.IsFull)
        {
            Release(aggregate, order, done);
        }
    }

    // Under new rules an event might pass while one that came before it, of the same key, is held under the old ones.
    private void KeepUpWithRules(FlushOrder order, List<ulong> done)
    {
        if (!ReferenceEquals(options(), _rules.Options))
        {
            Release(double.PositiveInfinity, order, done);
            _rules = new AggregationRules(lane, options());
        }
    }

    private void Release(double until, FlushOrder order, List<ulong> done)
    {
        foreach (var aggregate in _held.CloseDue(until))
        {
            Release(aggregate, order, done);
        }
    }

    private void Release(Aggregate aggregate, FlushOrder order, List<ulong> done)
    {
        _held.Close(aggregate);
        order.Place(aggregate);
        foreach (var deliveryTag in aggregate.DeliveryTags)
        {
            if (_messages.Release(deliveryTag))
            {
                done.Add(deliveryTag);
            }
        }
    }

    // A message of this batch may be among those that were let go, and then have been held again by another of its events.
    private Flush ToFlush(FlushOrder order, IEnumerable<ulong> done) =>
        new(order.ToEntries(), Ack.For(done.Where(tag => !_messages.Contains(tag)).Distinct(), _messages.Oldest));
}
