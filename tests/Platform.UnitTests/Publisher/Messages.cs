using System.Buffers;
using System.IO.Hashing;
using System.Text;
using Platform.Contracts.Channels;
using Platform.Contracts.Events;
using Platform.Contracts.Lanes;
using Platform.Publisher.Reading;

namespace Platform.UnitTests.Publisher;

/// <summary>Messages as the reader makes them of deliveries.</summary>
internal static class Messages
{
    public static readonly DateTime Noon = new(2026, 1, 5, 12, 0, 0, DateTimeKind.Utc);

    /// <summary>A message without events.</summary>
    public static LaneMessage Message(ulong tag, double readAt = 1_000, bool isRedelivered = false) => new()
    {
        DeliveryTag = tag,
        IsRedelivered = isRedelivered,
        AcceptedAt = readAt,
        IsAcceptanceKnown = true,
        ReadAt = readAt,
        Entries = [],
        Unreadable = [],
    };

    /// <summary>One of its events.</summary>
    public static Entry Entry(LaneMessage message, Event? @event = null)
    {
        var complete = @event ?? new Event { EventType = "t", Data = "1"u8.ToArray() };
        complete = complete with { Id = complete.Id ?? $"e-{message.DeliveryTag}", Timestamp = complete.Timestamp ?? Noon };
        var body = new ArrayBufferWriter<byte>();
        EventWriter.WriteStored(body, complete, ChannelName.Of(complete), message.AcceptedAt);
        return new Entry
        {
            Message = message,
            Channel = ChannelName.Of(complete),
            Event = complete with { Lane = Lane.Normal, Data = EventWriter.DataIn(body.WrittenMemory, complete.Data.Length) },
            Body = body.WrittenMemory,
            Ids = [HashOf(complete.Id!)],
        };
    }

    public static byte[] HashOf(string id) => XxHash128.Hash(Encoding.UTF8.GetBytes(id));
}
