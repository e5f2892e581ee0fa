using Platform.Contracts.Frames;
using Platform.Edge.Streams;

namespace Platform.Edge.Channels;

/// <summary>A live frame, encoded once for all that receive it.</summary>
internal sealed class LiveFrame(Frame frame, double receivedAt)
{
    private ReadOnlyMemory<byte>? _message;

    public Frame Frame { get; } = frame;

    public double ReceivedAt { get; } = receivedAt;

    public long First => Frame.First;

    public long Last => Frame.Last;

    public ReadOnlyMemory<byte> Message => _message ??= EventsMessage.Encode(Frame, First - 1, ReceivedAt);
}
