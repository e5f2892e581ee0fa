using System.Buffers;
using Platform.Contracts.Events;
using Platform.Contracts.Lanes;
using Platform.Ingest.HandOver;

namespace Platform.Ingest.Intake;

/// <summary>
/// A request's events of one lane in canonical form, in their order, cut into pieces of which each fits a bundle.
/// </summary>
internal sealed class LanePack(Lane lane, int maxEvents, int maxBytes)
{
    private readonly ArrayBufferWriter<byte> _json = new(1024);
    private readonly List<(Range Bytes, int Count)> _pieces = [];
    private readonly List<(string EventType, int Count)> _types = [];
    private int _start;
    private int _count;

    public Lane Lane => lane;

    /// <summary>How many events of each type, in runs.</summary>
    public IReadOnlyList<(string EventType, int Count)> Types => _types;

    /// <summary>Adds the event and says how many bytes it takes.</summary>
    public int Add(Event @event)
    {
        if (_count == maxEvents)
        {
            Cut(_json.WrittenCount);
        }

        var end = _json.WrittenCount;
        if (_count > 0)
        {
            _json.Write(","u8);
        }

        var start = _json.WrittenCount;
        EventWriter.Write(_json, @event);
        if (_count > 0 && _json.WrittenCount - _start > maxBytes)
        {
            Cut(end);
            _start = start;
        }

        _count++;
        CountType(@event.EventType);
        return _json.WrittenCount - start;
    }

    /// <summary>The pieces, once all events are added.</summary>
    public IEnumerable<PendingEvents> Pieces(double acceptedAt)
    {
        Cut(_json.WrittenCount);
        foreach (var (bytes, count) in _pieces)
        {
            yield return new PendingEvents(_json.WrittenMemory[bytes], count, acceptedAt);
        }
    }

    private void Cut(int end)
    {
        if (_count > 0)
        {
            _pieces.Add((_start..end, _count));
            _start = end;
            _count = 0;
        }
    }

    private void CountType(string eventType)
    {
        if (_types.Count > 0 && _types[^1] is var last && last.EventType == eventType)
        {
            _types[^1] = (eventType, last.Count + 1);
        }
        else
        {
            _types.Add((eventType, 1));
        }
    }
}
