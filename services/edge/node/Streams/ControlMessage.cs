using Microsoft.AspNetCore.SignalR.Protocol;
using Platform.Contracts.Hub;

namespace Platform.Edge.Streams;

/// <summary>Invocations that stand in a stream at a certain place, and so must not take SignalR's own way to the outbox.</summary>
internal static class ControlMessage
{
    private static readonly JsonHubProtocol Json = new();

    public static ReadOnlyMemory<byte> Position(PositionMessage message) => Encode(HubMethods.Position, message);

    public static ReadOnlyMemory<byte> Gap(GapMessage message) => Encode(HubMethods.Gap, message);

    /// <summary>SignalR's own last word, with a reason.</summary>
    public static ReadOnlyMemory<byte> Close(string reason, bool mayReconnect) => Json.GetMessageBytes(new CloseMessage(reason, mayReconnect));

    private static ReadOnlyMemory<byte> Encode(string method, object message) =>
        Json.GetMessageBytes(new InvocationMessage(method, [message]));
}
