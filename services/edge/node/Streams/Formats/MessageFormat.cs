using Microsoft.AspNetCore.SignalR.Protocol;
using Platform.Contracts.Frames;
using Platform.Contracts.Hub;

namespace Platform.Edge.Streams.Formats;

/// <summary>How a connection's messages look on the wire: as the protocol says that its client chose in the handshake.</summary>
internal abstract class MessageFormat(IHubProtocol protocol)
{
    /// <summary>Every format, by its place in what is kept for each.</summary>
    public static IReadOnlyList<MessageFormat> All { get; } = [new JsonFormat(place: 0), new MessagePackFormat(place: 1)];

    public static MessageFormat Json => All[0];

    /// <summary>Its place in <see cref="All"/>.</summary>
    public abstract int Place { get; }

    /// <summary>The format of the protocol; the node offers no other protocols.</summary>
    public static MessageFormat Of(IHubProtocol protocol) => All.First(format => format.Name == protocol.Name);

    /// <summary>One <c>events</c> invocation with the frame's events after an offset.</summary>
    public abstract ReadOnlyMemory<byte> Events(Frame frame, long after, double nowMs);

    // Invocations that stand in a stream at a certain place, and so must not take SignalR's own way to the outbox.

    public ReadOnlyMemory<byte> Position(PositionMessage message) => Invocation(HubMethods.Position, message);

    public ReadOnlyMemory<byte> Gap(GapMessage message) => Invocation(HubMethods.Gap, message);

    /// <summary>SignalR's own last word, with a reason.</summary>
    public ReadOnlyMemory<byte> Close(string reason, bool mayReconnect) => protocol.GetMessageBytes(new CloseMessage(reason, mayReconnect));

    private string Name => protocol.Name;

    private ReadOnlyMemory<byte> Invocation(string method, object message) => protocol.GetMessageBytes(new InvocationMessage(method, [message]));
}
