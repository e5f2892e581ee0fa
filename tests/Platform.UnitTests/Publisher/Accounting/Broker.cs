using Platform.Contracts.Events;
using Platform.Publisher.Lanes;
using Platform.Publisher.Reading;

namespace Platform.UnitTests.Publisher.Accounting;

/// <summary>A lane's queue as RabbitMQ keeps it: prefetch, acks that are checked, and redelivery at the head.</summary>
internal sealed class Broker(int prefetch)
{
    private readonly LinkedList<(Event[] Events, bool IsRedelivered)> _queue = [];
    private readonly SortedDictionary<ulong, (Event[] Events, bool IsRedelivered)> _unacked = [];
    private ulong _tag;

    public bool IsEmpty => _queue.Count == 0 && _unacked.Count == 0;

    public bool CanDeliver => _queue.Count > 0 && _unacked.Count < prefetch;

    public void Publish(Event[] events) => _queue.AddLast((events, false));

    /// <summary>Redelivered messages come apart from new ones, as the batch taker takes them.</summary>
    public Batch Deliver(int most, double now)
    {
        List<LaneMessage> messages = [];
        while (messages.Count < most && CanDeliver && (messages.Count == 0 || messages[0].IsRedelivered == _queue.First!.Value.IsRedelivered))
        {
            var (events, isRedelivered) = _queue.First!.Value;
            _queue.RemoveFirst();
            _unacked.Add(++_tag, (events, isRedelivered));
            List<Entry> entries = [];
            var message = Messages.Message(_tag, now, isRedelivered) with { Entries = entries };
            entries.AddRange(events.Select(@event => Messages.Entry(message, @event)));
            messages.Add(message);
        }

        return new Batch(messages);
    }

    /// <summary>Takes an ack as RabbitMQ does, which closes the channel over one that it does not know; returns what it covers.</summary>
    public List<Event> Take(Ack ack)
    {
        Assert.True(_unacked.ContainsKey(ack.DeliveryTag), $"{ack} is unknown.");
        List<ulong> tags = ack.Multiple ? [.. _unacked.Keys.TakeWhile(tag => tag <= ack.DeliveryTag)] : [ack.DeliveryTag];
        List<Event> events = [.. tags.SelectMany(tag => _unacked[tag].Events)];
        tags.ForEach(tag => _unacked.Remove(tag));
        return events;
    }

    /// <summary>The consumer is gone: what it had not acked is at the head again, in its order.</summary>
    public void EndSession()
    {
        foreach (var (events, _) in _unacked.Values.Reverse())
        {
            _queue.AddFirst((events, true));
        }

        _unacked.Clear();
        _tag = 0;
    }
}
