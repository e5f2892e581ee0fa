namespace Platform.Edge.Connections;

/// <summary>Messages that wait for a connection, with the bytes that its bounds are in. Guarded by the outbox.</summary>
internal sealed class WaitingMessages
{
    private readonly Queue<ReadOnlyMemory<byte>> _messages = new();

    public int Bytes { get; private set; }

    public void Add(ReadOnlyMemory<byte> message)
    {
        _messages.Enqueue(message);
        Bytes += message.Length;
    }

    public bool TryTake(out ReadOnlyMemory<byte> message)
    {
        var isThere = _messages.TryDequeue(out message);
        Bytes -= message.Length;
        return isThere;
    }

    public void Clear()
    {
        _messages.Clear();
        Bytes = 0;
    }
}
