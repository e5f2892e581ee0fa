namespace Platform.Edge.Connections;

/// <summary>What waits for one connection, in the order in which it goes: SignalR's own messages, critical events, the rest. Guarded by the outbox.</summary>
internal sealed class OutboxQueue(WaitingRoom room)
{
    private readonly WaitingMessages _control = new(room);
    private readonly WaitingMessages _critical = new(room, areCritical: true);
    private readonly WaitingMessages _rest = new(room);

    /// <summary>Of these nothing may be dropped: where all room is taken, who lets many wait leaves first.</summary>
    public bool HasTooMuchControl => _control.Bytes > (room.IsFull ? room.Limits.MaxBytes : room.Limits.MaxControlBytes);

    /// <summary>Adds what can't come again.</summary>
    public void AddControl(ReadOnlyMemory<byte> bytes) => _control.Add(bytes);

    /// <summary>Adds events that belong together, or says that there is no room.</summary>
    public bool TryAdd(ReadOnlySpan<OutgoingMessage> messages, bool isCritical) => (isCritical ? _critical : _rest).TryAdd(messages);

    /// <summary>Takes the next message, if it has no more than so many bytes.</summary>
    public bool TryTake(int maxBytes, out ReadOnlyMemory<byte> bytes)
    {
        var next = !_control.IsEmpty ? _control : !_critical.IsEmpty ? _critical : _rest;
        bytes = default;
        if (next.IsEmpty || next.NextBytes > maxBytes)
        {
            return false;
        }

        bytes = next.Take();
        return true;
    }

    public void ClearEvents()
    {
        _critical.Clear();
        _rest.Clear();
    }

    public void Clear()
    {
        _control.Clear();
        ClearEvents();
    }
}
