using Microsoft.AspNetCore.SignalR;
using Microsoft.AspNetCore.SignalR.Protocol;
using Microsoft.Extensions.Options;
using Platform.Contracts.Frames;

namespace Platform.Edge.Streams.Formats;

/// <summary>SignalR's MessagePack protocol.</summary>
internal sealed class MessagePackFormat(int place) : MessageFormat(new MessagePackHubProtocol(Options.Create(new MessagePackHubProtocolOptions { SerializerOptions = ContractNames.Options })))
{
    public override int Place => place;

    protected override ReadOnlyMemory<byte> Encode(Frame frame, long first, long last, double nowMs) => MessagePackEvents.Encode(frame, first, last, nowMs);
}
