namespace Platform.Edge.Streams.Formats;

/// <summary>One <c>events</c> invocation as it goes to clients, and the offsets that it holds.</summary>
internal readonly record struct EventsMessage(ReadOnlyMemory<byte> Bytes, long First, long Last)
{
    public int Count => (int)(Last - First + 1);
}
