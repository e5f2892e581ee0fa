using Platform.Contracts.Lanes;
using Platform.Edge.Streams;

namespace Platform.Edge.Channels;

/// <summary>
/// One channel's live events of one lane on this node: takes each frame in its order and offers it to every stream, without ever
/// waiting for one. A stream that can't take it falls behind alone.
/// </summary>
internal sealed class LiveLane(LiveChannel channel, Lane lane, FanOutLatency latency, TimeProvider clock)
{
    private readonly List<LaneStream> _streams = [];
    private volatile string _epoch = "";
    private long _newest;

    // Made with the first frame: most lanes of most channels never have one.
    private FrameOrder? _order;

    public LiveChannel Channel { get; } = channel;

    public Lane Lane { get; } = lane;

    /// <summary>Guards this lane and its streams: a frame is offered before a stream joins, or after, never in between.</summary>
    public Lock Gate { get; } = new();

    /// <summary>The newest offset that was taken here, or that Redis told of.</summary>
    public long Newest
    {
        get => Volatile.Read(ref _newest);
        private set => Volatile.Write(ref _newest, value);
    }

    /// <summary>Adds a stream, held: it takes nothing until it is started.</summary>
    public void Add(LaneStream stream)
    {
        lock (Gate)
        {
            _streams.Add(stream);
        }
    }

    /// <summary>Starts a stream after an offset of an epoch; where that has just passed, the stream stays held until it is started in the next.</summary>
    public void Start(LaneStream stream, long after, string epoch)
    {
        lock (Gate)
        {
            if (epoch == _epoch)
            {
                stream.Restart(after);
            }
        }
    }

    public void Remove(LaneStream stream)
    {
        lock (Gate)
        {
            _streams.Remove(stream);
            stream.End();
        }
    }

    /// <summary>Whether a frame is of the present epoch.</summary>
    public bool IsPresent(LiveFrame frame) => frame.Frame.Epoch == _epoch;

    /// <summary>Takes a frame as soon as it is its turn, if it is of the present epoch; returns whether it is. Any thread may call it at any time.</summary>
    public bool TryTake(LiveFrame frame)
    {
        if (!IsPresent(frame))
        {
            return false;
        }

        (_order ?? LazyInitializer.EnsureInitialized(ref _order, () => new FrameOrder(this, clock))).Add(frame);
        return true;
    }

    /// <summary>Takes a frame whose turn it is, or before which others are lost. One call at a time.</summary>
    public void Take(LiveFrame frame)
    {
        var (whole, events) = (0, 0L);
        lock (Gate)
        {
            if (frame.Last <= Newest || !IsPresent(frame))
            {
                return;
            }

            Newest = frame.Last;
            foreach (var stream in _streams)
            {
                var taken = Offer(frame, stream);
                whole += taken == frame.Frame.Events.Count ? 1 : 0;
                events += taken;
            }
        }

        latency.Record(Lane, frame, whole, events);
    }

    // A stream that fails finds the frame in history; no later look at Redis would tell that it has it not.
    private int Offer(LiveFrame frame, LaneStream stream)
    {
        try
        {
            return stream.Offer(frame);
        }
        catch (Exception e)
        {
            stream.Miss();
            Channel.NotTaken(Lane, e);
            return 0;
        }
    }

    /// <summary>The newest offset of an epoch as Redis says; streams that are behind it catch up. Returns whether there was something new.</summary>
    public bool TryAdvance(long newest, string epoch)
    {
        lock (Gate)
        {
            if (newest <= Newest || epoch != _epoch)
            {
                return false;
            }

            Newest = newest;
            foreach (var stream in _streams)
            {
                stream.Miss();
            }

            return true;
        }
    }

    /// <summary>Another epoch began: streams are held until each is started in it.</summary>
    public void Hold(string epoch, long newest)
    {
        lock (Gate)
        {
            // In this order: who finds the epoch finds where it stands.
            Newest = newest;
            _epoch = epoch;
            foreach (var stream in _streams)
            {
                stream.Hold();
            }
        }
    }
}
