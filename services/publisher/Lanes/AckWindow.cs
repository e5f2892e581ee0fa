using Platform.ServiceDefaults.Latency;

namespace Platform.Publisher.Lanes;

/// <summary>
/// Bounds the events that a lane has in hand. RabbitMQ bounds messages only, of which one may hold many events; so messages that are
/// done are kept unacked for as long as there would be too many events in hand with their successors. A redelivery of them is harmless.
/// </summary>
internal sealed class AckWindow(
    Func<Ack, CancellationToken, ValueTask> send, ushort prefetch, Func<LaneOptions> options, TimeProvider clock)
{
    // RabbitMQ refills what is acked within a few milliseconds: when nothing came for so long, there is nothing.
    private const double IdleMs = 20;

    // One that is worked on, and one that is there when it is done.
    private const int FewestInHand = 2;

    // How far the average follows each batch.
    private const double Share = 0.25;

    private readonly Queue<ulong> _withheld = new();
    private double _eventsAMessage = 1;

    /// <summary>Whether it has acked anything.</summary>
    public bool HasAcked { get; private set; }

    /// <summary>About how many events may be in hand.</summary>
    public int MaxEvents => (int)Math.Min(options().MaxInHand, prefetch * Math.Max(1, _eventsAMessage));

    /// <summary>When to look whether nothing came, so that all may be acked, in milliseconds since 1970; <c>null</c> when all is.</summary>
    public double? NextLook(bool isUnderWay) =>
        _withheld.Count > 0 || (isUnderWay && Withhold > 0) ? clock.NowMs() + IdleMs : null;

    /// <summary>Learns from a batch how many events a message has.</summary>
    public void Saw(Batch batch)
    {
        if (batch.Messages.Count > 0)
        {
            _eventsAMessage += Share * (((double)batch.Events / batch.Messages.Count) - _eventsAMessage);
        }
    }

    /// <summary>Acks, and withholds of the cumulative ones what bounds the events in hand.</summary>
    public async ValueTask AckAsync(IReadOnlyList<Ack> acks, CancellationToken cancellationToken)
    {
        foreach (var ack in acks)
        {
            if (ack.Multiple)
            {
                _withheld.Enqueue(ack.DeliveryTag);
                await AckBeforeAsync(ack.DeliveryTag - Math.Min(ack.DeliveryTag, Withhold), cancellationToken);
            }
            else
            {
                await SendAsync(ack, cancellationToken);
            }
        }
    }

    /// <summary>Acks all that is withheld.</summary>
    public ValueTask ReleaseAsync(CancellationToken cancellationToken) => AckBeforeAsync(ulong.MaxValue, cancellationToken);

    private ulong Withhold => (ulong)Math.Clamp(prefetch - (options().MaxInHand / Math.Max(1, _eventsAMessage)), 0, Math.Max(0, prefetch - FewestInHand));

    // Tags count a channel's deliveries, so that their difference is a number of messages.
    private async ValueTask AckBeforeAsync(ulong last, CancellationToken cancellationToken)
    {
        ulong? upTo = null;
        while (_withheld.TryPeek(out var tag) && tag <= last)
        {
            upTo = _withheld.Dequeue();
        }

        if (upTo is { } known)
        {
            await SendAsync(new Ack(known, Multiple: true), cancellationToken);
        }
    }

    private async ValueTask SendAsync(Ack ack, CancellationToken cancellationToken)
    {
        await send(ack, cancellationToken);
        HasAcked = true;
    }
}
