using Platform.ServiceDefaults.Latency;

namespace Platform.Publisher.Lanes;

/// <summary>
/// Bounds the events that a lane has in hand. RabbitMQ bounds messages only, of which one may hold many events; so messages that are
/// done are kept unacked for as long as there would be too many events in hand with their successors, and until there are enough to ack
/// together. A redelivery of them is harmless.
/// </summary>
internal sealed class AckWindow(
    Func<Ack, CancellationToken, ValueTask> send, ushort prefetch, Func<LaneOptions> options, TimeProvider clock)
{
    // When nothing came for so long, there is nothing. Acked any sooner, while a busy RabbitMQ only takes its time, all of the prefetch
    // would come at once, and each event wait for all before it.
    private const double IdleMs = 250;

    // One that is worked on, and one that is there when it is done.
    private const int FewestInHand = 2;

    // How far the average follows each batch.
    private const double Share = 0.25;

    // What is always allowed, as a part of the most. With a quarter of the most a lane could stay seconds behind at 10,000/s, although half
    // a core was idle.
    private const double Least = 0.375;

    // Of what is in hand, some is on its way from RabbitMQ: no more than this part of the most is counted on for the appends.
    private const double AtHand = 0.5;

    // By how much the bound rises where the lane waited for messages, and falls where messages waited for room. It waits for messages more
    // often, also under overload: the smaller the fall, the higher the bound settles there, and the more each event waits for. Messages
    // that were merely there when it looked say nothing: where all in hand comes in bursts, the second part of each is there already.
    private const double Rise = 1.02;
    private const double Fall = 0.5;

    // How many are acked together, as a part of the messages that may be in hand; after IdleMs fewer are as well. A quorum queue writes
    // each ack to its log, and to the disk. The more at once, the fewer are on their way where a lane is behind.
    private const double Together = 0.25;

    private readonly Queue<ulong> _withheld = new();
    private double _eventsAMessage = 1;
    private double _inHand = options().MaxInHand;
    private double _sawAt;
    private double _ackedAt = clock.NowMs();
    private ulong _acked;

    /// <summary>Whether it was done with any message.</summary>
    public bool HasFinishedAny { get; private set; }

    /// <summary>How many events must wait for an append to start beside others: a whole batch, or its share of what may be in hand.</summary>
    public int WorthAnAppend => Math.Min(options().MaxBatch, Math.Max(1, (int)CountedOn / options().MaxInFlight));

    /// <summary>Whether nothing came for so long that all may be acked.</summary>
    public bool IsIdle => clock.NowMs() - _sawAt >= IdleMs;

    /// <summary>When to look whether nothing came, so that all may be acked, in milliseconds since 1970; <c>null</c> when all is.</summary>
    public double? NextLook(bool isUnderWay) =>
        _withheld.Count > 0 || isUnderWay ? clock.NowMs() + IdleMs : null;

    /// <summary>
    /// Learns from a batch how many events a message has, and whether messages waited for room: then fewer in hand do as well, and each waits
    /// for fewer before it.
    /// </summary>
    /// <param name="batch">What was taken.</param>
    /// <param name="waited">What the lane had last waited for before.</param>
    public void Saw(Batch batch, WaitedFor waited)
    {
        if (batch.Messages.Count == 0)
        {
            return;
        }

        _eventsAMessage += Share * (((double)batch.Events / batch.Messages.Count) - _eventsAMessage);
        _sawAt = clock.NowMs();
        _inHand = InHand * (waited switch
        {
            WaitedFor.Messages => Rise,
            WaitedFor.Room => Fall,
            _ => 1,
        });
    }

    /// <summary>Acks, and withholds of the cumulative ones what bounds the events in hand, and what is too little for an ack.</summary>
    public async ValueTask AckAsync(IReadOnlyList<Ack> acks, CancellationToken cancellationToken)
    {
        foreach (var ack in acks)
        {
            if (ack.Multiple)
            {
                _withheld.Enqueue(ack.DeliveryTag);
                await AckEnoughAsync(ack.DeliveryTag, cancellationToken);
            }
            else
            {
                await send(ack, cancellationToken);
            }
        }

        HasFinishedAny |= acks is not [];
    }

    /// <summary>Acks all that is withheld.</summary>
    public ValueTask ReleaseAsync(CancellationToken cancellationToken) => AckUpToAsync(ulong.MaxValue, cancellationToken);

    private double InHand => Math.Clamp(_inHand, options().MaxInHand * Least, options().MaxInHand);

    private double CountedOn => Math.Min(Math.Min(InHand, AtHand * options().MaxInHand), prefetch * Math.Max(1, _eventsAMessage));

    private ulong Withhold => (ulong)Math.Clamp(prefetch - (InHand / Math.Max(1, _eventsAMessage)), 0, Math.Max(0, prefetch - FewestInHand));

    private ulong WorthAnAck => (ulong)((prefetch - Withhold) * Together);

    // Tags count a channel's deliveries, so that their difference is a number of messages.
    private async ValueTask AckEnoughAsync(ulong done, CancellationToken cancellationToken)
    {
        var last = done - Math.Min(done, Withhold);
        if (done - _acked >= prefetch)
        {
            // RabbitMQ hands out no more before an ack, and the oldest batch may be larger than what may be in hand by now.
            await AckUpToAsync(Math.Max(last, _withheld.Peek()), cancellationToken);
        }
        else if (last >= _acked + WorthAnAck || clock.NowMs() - _ackedAt >= IdleMs)
        {
            await AckUpToAsync(last, cancellationToken);
        }
    }

    private async ValueTask AckUpToAsync(ulong last, CancellationToken cancellationToken)
    {
        ulong? upTo = null;
        while (_withheld.TryPeek(out var tag) && tag <= last)
        {
            upTo = _withheld.Dequeue();
        }

        if (upTo is { } known)
        {
            _acked = known;
            _ackedAt = clock.NowMs();
            await send(new Ack(known, Multiple: true), cancellationToken);
        }
    }
}
