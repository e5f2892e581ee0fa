using Microsoft.AspNetCore.SignalR.Protocol;
using Platform.Contracts.Frames;

namespace Platform.Edge.Streams.Formats;

/// <summary>SignalR's JSON protocol.</summary>
internal sealed class JsonFormat(int place) : MessageFormat(new JsonHubProtocol())
{
    public override int Place => place;

    public override ReadOnlyMemory<byte> Events(Frame frame, long after, double nowMs) => JsonEvents.Encode(frame, after, nowMs);
}
