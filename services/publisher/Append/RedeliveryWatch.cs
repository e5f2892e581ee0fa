using Platform.Contracts.Lanes;
using Platform.ServiceDefaults.Latency;

namespace Platform.Publisher.Append;

/// <summary>
/// Says when no id may be forgotten: while a lane may still have redelivered messages to read, whose ids were remembered before
/// an outage of any length. They stand at the head of the queue, so the first message that is new ends them.
/// </summary>
internal sealed class RedeliveryWatch(TimeProvider clock)
{
    // A redelivery is followed by the next within this time.
    private const double GraceMs = 30_000;

    private readonly double[] _lastRedelivered = new double[LaneNames.All.Count];
    private double _openedAt = clock.NowMs();

    public bool KeepAllIds
    {
        get
        {
            var since = clock.NowMs() - GraceMs;
            return Volatile.Read(ref _openedAt) > since || Array.Exists(_lastRedelivered, at => at > since);
        }
    }

    /// <summary>
    /// A lane is about to be read. After an outage all are, one after the other, and what the first of them does may not forget what the
    /// others are yet to see.
    /// </summary>
    public void Opens() => Volatile.Write(ref _openedAt, clock.NowMs());

    /// <summary>What came again is worked on, however long that takes. The caller says with <see cref="Saw"/> when it is over.</summary>
    public void WorksOn(Lane lane) => Volatile.Write(ref _lastRedelivered[(int)lane], double.PositiveInfinity);

    public void Saw(Lane lane, bool isRedelivered) =>
        Volatile.Write(ref _lastRedelivered[(int)lane], isRedelivered ? clock.NowMs() : 0);
}
