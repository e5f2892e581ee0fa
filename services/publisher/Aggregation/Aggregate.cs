using Platform.Contracts.Events;
using Platform.Publisher.Reading;

namespace Platform.Publisher.Aggregation;

/// <summary>Events that are alike, as they are gathered.</summary>
internal sealed class Aggregate(AggregateKey key)
{
    // Covers what an aggregate has beside the newest event's fields, the ids and the data: names, count, times, brackets.
    private const int Wrapping = 256;

    private readonly AggregationRule _rule = key.Rule;
    private readonly List<Entry> _parts = [];
    private readonly List<ulong> _deliveryTags = [];
    private readonly HashSet<UInt128> _ids = [];
    private int _idBytes;
    private int _dataBytes;

    public AggregateKey Key { get; } = key;

    /// <summary>When it is flushed at the latest, in milliseconds since 1970.</summary>
    public double DueAt => _parts[0].Message.ReadAt + _rule.WindowMs;

    /// <summary>The messages that its events came in, one an event, those that came twice as well.</summary>
    public IReadOnlyList<ulong> DeliveryTags => _deliveryTags;

    public bool IsFull => _parts.Count == _rule.MaxEvents;

    public bool HasRoomFor(Entry entry)
    {
        var own = entry.Event.Data.Length;
        var data = _rule.Mode == AggregationMode.Latest ? own : _dataBytes + own + 1;
        var size = entry.Body.Length - own + data + _idBytes + SizeOfId(entry) + Wrapping;
        return !IsFull && size <= _rule.MaxBytes;
    }

    /// <summary>Takes an event that it holds already: its message waits for the aggregate like the one before.</summary>
    public bool TryAddRepeat(Entry entry)
    {
        var isRepeat = _ids.Contains(Entry.HashOf(entry.Ids[0]));
        if (isRepeat)
        {
            _deliveryTags.Add(entry.Message.DeliveryTag);
        }

        return isRepeat;
    }

    public void Add(Entry entry)
    {
        _parts.Add(entry);
        _deliveryTags.Add(entry.Message.DeliveryTag);
        _ids.Add(Entry.HashOf(entry.Ids[0]));
        _idBytes += SizeOfId(entry);
        _dataBytes += entry.Event.Data.Length + 1;
    }

    public Entry ToEntry() => AggregateEntry.Of(_rule.Mode, _parts)!;

    private static int SizeOfId(Entry entry) => EventWriter.SizeOf(entry.Event.Id!) + 1;
}
