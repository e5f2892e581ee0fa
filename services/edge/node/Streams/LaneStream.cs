using Platform.Edge.Channels;
using Platform.Edge.Connections;

namespace Platform.Edge.Streams;

/// <summary>
/// One channel's events of one lane on their way to one connection. It is live while each frame follows the last one and finds
/// room in the outbox, and in catch-up otherwise: then it is read on from history until it has met the live frames again.
/// Guarded by its lane's lock.
/// </summary>
internal sealed class LaneStream(ClientConnection connection, LiveLane lane, CatchUp catchUp, long after)
{
    private bool _isLive;
    private bool _isOver;

    public ClientConnection Connection { get; } = connection;

    public LiveLane Lane { get; } = lane;

    public bool IsCritical => Lane.Lane == Platform.Contracts.Lanes.Lane.Critical;

    /// <summary>The last offset that was put into the outbox.</summary>
    public long After { get; private set; } = after;

    /// <summary>Says which catch-up is the present one: a restart voids those before.</summary>
    public int Life { get; private set; }

    /// <summary>Begins, or begins anew, after an offset.</summary>
    public void Restart(long after)
    {
        if (_isOver)
        {
            return;
        }

        After = after;
        if (After >= Lane.Newest)
        {
            Life++;
            _isLive = true;
        }
        else
        {
            CatchUp();
        }
    }

    /// <summary>Takes nothing live until <see cref="Restart"/>.</summary>
    public void Hold()
    {
        _isLive = false;
        Life++;
    }

    /// <summary>
    /// Something newer did not come. A catch-up finds it by itself, and one that is held must not: its client was not told yet of the
    /// epoch that it is of.
    /// </summary>
    public void Miss()
    {
        if (_isLive)
        {
            CatchUp();
        }
    }

    public void End()
    {
        Hold();
        _isOver = true;
    }

    /// <summary>A live frame. Returns how many of its events went straight on.</summary>
    public int Offer(LiveFrame frame)
    {
        if (!_isLive || frame.Last <= After)
        {
            return 0;
        }

        var from = After;
        if (frame.First == After + 1)
        {
            var messages = frame.Messages(Connection.Format);
            var taken = Connection.Outbox.Write(messages, IsCritical);
            if (taken > 0)
            {
                Advance(messages[taken - 1].Last, messages[taken - 1].Last - After);
            }
        }

        // Where only a part of it found room, the rest is read from history.
        if (After < frame.Last)
        {
            CatchUp();
        }

        return (int)(After - from);
    }

    /// <summary>What catch-up read, or a gap: moves on past it when there is room for the message.</summary>
    public bool TryAdvance(int life, OutgoingMessage message)
    {
        if (life != Life || !Connection.Outbox.TryWrite(message, IsCritical))
        {
            return false;
        }

        Advance(message.Last, message.Events);
        return true;
    }

    /// <summary>Ends a catch-up that has met the live frames.</summary>
    public bool TryGoLive(int life)
    {
        if (life == Life && After >= Lane.Newest)
        {
            _isLive = true;
        }

        return _isLive || life != Life;
    }

    private void Advance(long to, long events)
    {
        After = to;
        Connection.Claimable.Sent(Lane.Lane, events);
    }

    private void CatchUp()
    {
        Hold();
        catchUp.Start(this, Life);
    }
}
