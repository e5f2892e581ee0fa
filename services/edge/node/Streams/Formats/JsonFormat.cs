using Microsoft.AspNetCore.SignalR.Protocol;
using Platform.Contracts.Frames;

namespace Platform.Edge.Streams.Formats;

/// <summary>SignalR's JSON protocol.</summary>
internal sealed class JsonFormat(int place) : MessageFormat(new JsonHubProtocol())
{
    public override int Place => place;

    protected override ReadOnlyMemory<byte> Encode(Frame frame, long first, long last, double nowMs) => JsonEvents.Encode(frame, first, last, nowMs);
}
