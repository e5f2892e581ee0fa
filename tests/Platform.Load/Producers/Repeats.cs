using Platform.Load.Events;
using Platform.Load.Measurements;
using Platform.Load.Proof;

namespace Platform.Load.Producers;

/// <summary>
/// Sends a share of the accepted events once more, as a producer that retries does: each soon after its confirm, and every
/// second one again when most memories have faded. None of them may arrive twice.
/// </summary>
internal sealed class Repeats(ProducerPlan plan, LoadEventWriter writer, IEventDoor door, RunClock clock)
{
    private const long SoonMicroseconds = 20_000;
    private static readonly TimeSpan LookEvery = TimeSpan.FromMilliseconds(5);

    private readonly Lock _lock = new();
    private readonly Queue<(long Due, SentEvent Event)> _soon = new();
    private readonly Queue<(long Due, SentEvent Event)> _later = new();
    private double _owed;
    private bool _isSecond;
    private bool _isComplete;

    /// <summary>How many repeats were sent.</summary>
    public long Sent { get; private set; }

    /// <summary>How many wait for their time.</summary>
    public int Waiting
    {
        get
        {
            lock (_lock)
            {
                return _soon.Count + _later.Count;
            }
        }
    }

    /// <summary>An event was accepted; the share decides whether it is repeated.</summary>
    public void Offer(SentEvent sent)
    {
        lock (_lock)
        {
            if ((_owed += plan.RepeatShare) < 1)
            {
                return;
            }

            _owed--;
            _soon.Enqueue((clock.Now + SoonMicroseconds, sent));
            if ((_isSecond = !_isSecond) && plan.RepeatLater > TimeSpan.Zero)
            {
                _later.Enqueue((clock.Now + (long)plan.RepeatLater.TotalMicroseconds, sent));
            }
        }
    }

    /// <summary>No more events will be offered: <see cref="RunAsync"/> ends with the last repeat.</summary>
    public void Complete() => Volatile.Write(ref _isComplete, true);

    public async Task RunAsync(CancellationToken stop)
    {
        while (!(Volatile.Read(ref _isComplete) && Waiting == 0))
        {
            while (TakeDue() is { } sent)
            {
                await door.SendAsync(new Bundle([sent], writer.Write([sent], plan.AsArrays), (_, _, _) => { }), stop);
                Sent++;
            }

            await Task.Delay(LookEvery, stop);
        }

        await door.SettleAsync();
    }

    private SentEvent? TakeDue()
    {
        lock (_lock)
        {
            foreach (var queue in (ReadOnlySpan<Queue<(long Due, SentEvent Event)>>)[_soon, _later])
            {
                if (queue.TryPeek(out var next) && next.Due <= clock.Now)
                {
                    return queue.Dequeue().Event;
                }
            }

            return null;
        }
    }
}
