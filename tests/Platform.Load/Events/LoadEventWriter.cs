using System.Buffers;
using Platform.Contracts.Events;
using Platform.Load.Proof;

namespace Platform.Load.Events;

/// <summary>Renders events as a producer's program would. The same event is the same bytes each time.</summary>
/// <param name="run">The run's number.</param>
/// <param name="channels">Where events go.</param>
/// <param name="payloadBytes">The size of each event's <c>data</c>.</param>
/// <param name="eventType">Their type.</param>
internal sealed class LoadEventWriter(uint run, LoadChannels channels, int payloadBytes, string eventType = LoadEventWriter.EventType)
{
    /// <summary>The type of this tool's events, where nobody says otherwise.</summary>
    public const string EventType = "load";

    /// <summary>One event stands alone, several are an array.</summary>
    /// <param name="events">The events.</param>
    /// <param name="asArray">Whether one event is an array too.</param>
    public ReadOnlyMemory<byte> Write(ReadOnlySpan<SentEvent> events, bool asArray)
    {
        var output = new ArrayBufferWriter<byte>(events.Length * (payloadBytes + 160));
        for (var i = 0; i < events.Length; i++)
        {
            if (asArray)
            {
                output.Write(i == 0 ? "["u8 : ","u8);
            }

            EventWriter.Write(output, ToEvent(events[i]));
        }

        if (asArray)
        {
            output.Write("]"u8);
        }

        return output.WrittenMemory;
    }

    private Event ToEvent(SentEvent sent) => new()
    {
        Id = sent.Id(run),
        EventType = eventType,
        Lane = sent.Lane,
        UserId = channels.UserId(sent.Channel),
        Topic = channels.Topic(sent.Channel),
        Data = LoadData.Write(run, sent, payloadBytes),
    };
}
