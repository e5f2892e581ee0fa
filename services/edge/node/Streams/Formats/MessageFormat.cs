using Microsoft.AspNetCore.SignalR.Protocol;
using Platform.Contracts.Frames;
using Platform.Contracts.Hub;
using Platform.Edge.Connections;

namespace Platform.Edge.Streams.Formats;

/// <summary>How a connection's messages look on the wire: as the protocol says that its client chose in the handshake.</summary>
internal abstract class MessageFormat(IHubProtocol protocol)
{
    // What was written to a connection that reads nothing stays with it, so a large frame goes in parts. With what stands around it
    // a part fits into the 8 KiB that pools hand out; one more byte would take 16.
    private const int MaxBytes = 8_000;

    // What either format adds to a stored event, about: its offset and time, and what separates it from the next.
    private const int AroundEvent = 64;

    /// <summary>Every format, by its place in what is kept for each.</summary>
    public static IReadOnlyList<MessageFormat> All { get; } = [new JsonFormat(place: 0), new MessagePackFormat(place: 1)];

    public static MessageFormat Json => All[0];

    /// <summary>Its place in <see cref="All"/>.</summary>
    public abstract int Place { get; }

    /// <summary>The format of the protocol; the node offers no other protocols.</summary>
    public static MessageFormat Of(IHubProtocol protocol) => All.First(format => format.Name == protocol.Name);

    /// <summary>The frame's events after an offset, in as few <c>events</c> invocations as can be, each of up to 8 KB or of one event that is larger.</summary>
    public IEnumerable<OutgoingMessage> Events(Frame frame, long after, double nowMs)
    {
        for (var first = Math.Max(frame.First, after + 1); first <= frame.Last;)
        {
            var last = LastThatFits(frame, first);
            yield return new OutgoingMessage(Encode(frame, first, last, nowMs), (int)(last - first + 1), last);
            first = last + 1;
        }
    }

    // Invocations that stand in a stream at a certain place, and so must not take SignalR's own way to the outbox.

    public ReadOnlyMemory<byte> Position(PositionMessage message) => Invocation(HubMethods.Position, message);

    public ReadOnlyMemory<byte> Gap(GapMessage message) => Invocation(HubMethods.Gap, message);

    /// <summary>SignalR's own last word, with a reason.</summary>
    public ReadOnlyMemory<byte> Close(string reason, bool mayReconnect) => protocol.GetMessageBytes(new CloseMessage(reason, mayReconnect));

    /// <summary>One <c>events</c> invocation with the frame's events from an offset to another.</summary>
    protected abstract ReadOnlyMemory<byte> Encode(Frame frame, long first, long last, double nowMs);

    private string Name => protocol.Name;

    private static long LastThatFits(Frame frame, long first)
    {
        var last = first;
        for (var size = frame.Stored(first).Length + AroundEvent; last < frame.Last; last++)
        {
            size += frame.Stored(last + 1).Length + AroundEvent;
            if (size > MaxBytes)
            {
                break;
            }
        }

        return last;
    }

    private ReadOnlyMemory<byte> Invocation(string method, object message) => protocol.GetMessageBytes(new InvocationMessage(method, [message]));
}
