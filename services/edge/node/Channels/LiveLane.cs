using Platform.Contracts.Lanes;
using Platform.Edge.Streams;

namespace Platform.Edge.Channels;

/// <summary>
/// One channel's live events of one lane on this node: takes each frame as it comes and offers it to every stream, without ever
/// waiting for one. A stream that can't take it falls behind alone.
/// </summary>
internal sealed class LiveLane(LiveChannel channel, Lane lane, FanOutLatency latency)
{
    private readonly List<LaneStream> _streams = [];
    private string _epoch = "";

    public LiveChannel Channel { get; } = channel;

    public Lane Lane { get; } = lane;

    /// <summary>Guards this lane and its streams: a frame is offered before a stream joins, or after, never in between.</summary>
    public Lock Gate { get; } = new();

    /// <summary>The newest offset that this node knows of.</summary>
    public long Newest { get; private set; }

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

    /// <summary>Takes a frame; returns whether it is of the present epoch.</summary>
    public bool TryTake(LiveFrame frame)
    {
        var (whole, events) = (0, 0L);
        lock (Gate)
        {
            if (frame.Frame.Epoch != _epoch)
            {
                return false;
            }

            if (frame.Last <= Newest)
            {
                return true;
            }

            Newest = frame.Last;
            foreach (var stream in _streams)
            {
                var taken = stream.Offer(frame);
                whole += taken == frame.Frame.Events.Count ? 1 : 0;
                events += taken;
            }
        }

        latency.Record(Lane, frame, whole, events);
        return true;
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
            _epoch = epoch;
            Newest = newest;
            foreach (var stream in _streams)
            {
                stream.Hold();
            }
        }
    }
}
