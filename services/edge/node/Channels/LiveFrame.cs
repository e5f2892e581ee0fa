using Platform.Contracts.Frames;
using Platform.Edge.Connections;
using Platform.Edge.Streams.Formats;

namespace Platform.Edge.Channels;

/// <summary>A live frame, encoded once in each format for all that receive it.</summary>
internal sealed class LiveFrame(Frame frame, double receivedAt)
{
    private readonly OutgoingMessage[]?[] _messages = new OutgoingMessage[]?[MessageFormat.All.Count];

    public Frame Frame { get; } = frame;

    public double ReceivedAt { get; } = receivedAt;

    public long First => Frame.First;

    public long Last => Frame.Last;

    public OutgoingMessage[] Messages(MessageFormat format) => _messages[format.Place] ??=
        [.. format.Events(Frame, First - 1, ReceivedAt).Select(message => message with { Holders = new Holders() })];
}
