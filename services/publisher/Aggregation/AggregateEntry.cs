using System.Buffers;
using Platform.Contracts.Events;
using Platform.Publisher.Reading;

namespace Platform.Publisher.Aggregation;

/// <summary>
/// One event made of several that are alike. It is its newest event (id, type, address) with the time of acceptance of its oldest,
/// so that its latency tells how long any of them waited.
/// </summary>
internal sealed record AggregateEntry : Entry
{
    private readonly AggregationMode _mode;
    private readonly IReadOnlyList<Entry> _parts;

    private AggregateEntry(AggregationMode mode, IReadOnlyList<Entry> parts)
    {
        _mode = mode;
        _parts = parts;
    }

    public override IReadOnlyList<Entry> Parts => _parts;

    public AggregationMode Mode => _mode;

    /// <summary>Makes one entry of what there is: nothing, an event that is alone and stays as it is, or an aggregate.</summary>
    public static Entry? Of(AggregationMode mode, IReadOnlyList<Entry> parts) => parts.Count switch
    {
        0 => null,
        1 => parts[0],
        _ => Make(mode, parts),
    };

    public override Entry? Without(IReadOnlySet<UInt128> known) => Of(_mode, [.. _parts.Where(part => part.Without(known) is not null)]);

    private static AggregateEntry Make(AggregationMode mode, IReadOnlyList<Entry> parts)
    {
        var newest = parts[^1];
        var @event = mode == AggregationMode.Latest ? newest.Event : CollectedData.In(newest.Event, parts);
        var body = new ArrayBufferWriter<byte>(newest.Body.Length + @event.Data.Length);
        EventWriter.WriteStored(
            body, @event, newest.Channel, parts.Min(part => part.Message.AcceptedAt), [.. parts.Select(part => part.Event.Id!)]);
        return new AggregateEntry(mode, parts)
        {
            Message = newest.Message,
            Channel = newest.Channel,
            Event = @event,
            Body = body.WrittenMemory,
            Ids = [.. parts.Select(part => part.Ids[0])],
            Fingerprints = [.. parts.SelectMany(part => part.Fingerprints)],
        };
    }
}
