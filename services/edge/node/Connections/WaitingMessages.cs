using Platform.Edge.Streams.Formats;

namespace Platform.Edge.Connections;

/// <summary>Messages that wait for a connection, with what its bounds are in. Guarded by the outbox.</summary>
internal sealed class WaitingMessages(WaitingRoom room, bool areCritical = false)
{
    private readonly Queue<(ReadOnlyMemory<byte> Bytes, int Events)> _messages = new();
    private int _events;

    public int Bytes { get; private set; }

    public bool IsEmpty => _messages.Count == 0;

    /// <summary>How large the first is.</summary>
    public int NextBytes => _messages.Peek().Bytes.Length;

    /// <summary>Adds what can't come again.</summary>
    public void Add(ReadOnlyMemory<byte> message)
    {
        room.Enter(message.Length);
        Enqueue(message, events: 0);
    }

    /// <summary>Adds events that belong together, or says that there is no room. What is larger than the bound has room where nothing waits.</summary>
    public bool TryAdd(ReadOnlySpan<EventsMessage> messages)
    {
        var (bytes, events) = (0, 0);
        foreach (var message in messages)
        {
            bytes += message.Bytes.Length;
            events += message.Count;
        }

        var isBeyond = Bytes + bytes > room.Limits.MaxBytes || _events + events > room.Limits.MaxEvents;
        if ((isBeyond && _messages.Count > 0) || !room.TryEnter(bytes, events, areCritical))
        {
            return false;
        }

        foreach (var message in messages)
        {
            Enqueue(message.Bytes, message.Count);
        }

        return true;
    }

    public ReadOnlyMemory<byte> Take()
    {
        var (bytes, events) = _messages.Dequeue();
        Leave(bytes.Length, events);
        return bytes;
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
