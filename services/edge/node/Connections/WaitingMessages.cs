namespace Platform.Edge.Connections;

/// <summary>Messages that wait for a connection, with what its bounds are in. Guarded by the outbox.</summary>
internal sealed class WaitingMessages(WaitingRoom room, bool areCritical = false)
{
    private readonly Queue<(ReadOnlyMemory<byte> Bytes, int Events)> _messages = new();
    private int _events;

    public int Bytes { get; private set; }

    /// <summary>Adds what can't come again.</summary>
    public void Add(ReadOnlyMemory<byte> message)
    {
        room.Enter(message.Length);
        Enqueue(message, events: 0);
    }

    /// <summary>Adds a message with events, or says that there is no room. One that is larger than the bound has room where nothing waits.</summary>
    public bool TryAdd(ReadOnlyMemory<byte> message, int events)
    {
        var isBeyond = Bytes + message.Length > room.Limits.MaxBytes || _events + events > room.Limits.MaxEvents;
        if ((isBeyond && _messages.Count > 0) || !room.TryEnter(message.Length, events, areCritical))
        {
            return false;
        }

        Enqueue(message, events);
        return true;
    }

    public bool TryTake(out ReadOnlyMemory<byte> message)
    {
        if (!_messages.TryDequeue(out var first))
        {
            message = default;
            return false;
        }

        Leave(first.Bytes.Length, first.Events);
        message = first.Bytes;
        return true;
    }

    public void Clear()
    {
        _messages.Clear();
        Leave(Bytes, _events);
    }

    private void Enqueue(ReadOnlyMemory<byte> message, int events)
    {
        _messages.Enqueue((message, events));
        Bytes += message.Length;
        _events += events;
    }

    private void Leave(int bytes, int events)
    {
        room.Leave(bytes, events);
        Bytes -= bytes;
        _events -= events;
    }
}
