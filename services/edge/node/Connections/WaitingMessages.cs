namespace Platform.Edge.Connections;

/// <summary>Messages that wait for a connection, with what its bounds are in. Guarded by the outbox.</summary>
internal sealed class WaitingMessages(WaitingRoom room, bool areCritical = false)
{
    private readonly Queue<OutgoingMessage> _messages = new();
    private int _events;

    public int Bytes { get; private set; }

    public bool IsEmpty => _messages.Count == 0;

    /// <summary>How large the first is.</summary>
    public int NextBytes => _messages.Peek().Bytes.Length;

    /// <summary>Adds what can't come again.</summary>
    public void Add(ReadOnlyMemory<byte> bytes)
    {
        var message = new OutgoingMessage(bytes);
        room.Enter(message);
        Enqueue(message);
    }

    /// <summary>Adds events that belong together, or says that there is no room. What is larger than the bound has room where nothing waits.</summary>
    public bool TryAdd(ReadOnlySpan<OutgoingMessage> messages)
    {
        var (bytes, events) = (0, 0);
        foreach (var message in messages)
        {
            bytes += message.Bytes.Length;
            events += message.Events;
        }

        var isBeyond = Bytes + bytes > room.Limits.MaxBytes || _events + events > room.Limits.MaxEvents;
        if ((isBeyond && _messages.Count > 0) || !room.TryEnter(messages, areCritical))
        {
            return false;
        }

        foreach (var message in messages)
        {
            Enqueue(message);
        }

        return true;
    }

    public ReadOnlyMemory<byte> Take()
    {
        var message = _messages.Dequeue();
        room.Leave(message);
        Bytes -= message.Bytes.Length;
        _events -= message.Events;
        return message.Bytes;
    }

    public void Clear()
    {
        while (!IsEmpty)
        {
            Take();
        }
    }

    private void Enqueue(OutgoingMessage message)
    {
        _messages.Enqueue(message);
        Bytes += message.Bytes.Length;
        _events += message.Events;
    }
}
