using System.Threading.Channels;
using Platform.Contracts.Hub;

namespace Platform.Client.Place;

/// <summary>A channel that is listened to: <c>await foreach (var e in subscription)</c>. One loop takes the events.</summary>
public sealed class ChannelSubscription : IAsyncEnumerable<PlatformEvent>
{
    // So many events may wait for the loop; then it fails rather than the process.
    private const int MostWaiting = 10_000;

    private readonly Channel<PlatformEvent> _events = System.Threading.Channels.Channel.CreateBounded<PlatformEvent>(MostWaiting);
    private readonly TaskCompletionSource _ready = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Lock _lock = new();
    // Where the channel stood before each event that the loop has not finished with.
    private readonly Queue<ChannelPosition> _before = new();
    private bool _isTaken;

    internal ChannelSubscription(
        string channel, ChannelPosition? start, TimeProvider time, Action<PlatformEvent> received, Action<ChannelSubscription> hole,
        Action<ChannelSubscription> overflowed)
    {
        Channel = channel;
        Stream = new ChannelStream(channel, start, Deliver, gap => Missed.Tell(gap), () => hole(this));
        Asks = new SubscriptionAsks(this, time);

        void Deliver(PlatformEvent e, ChannelPosition before)
        {
            if (IsOver)
            {
                return;
            }

            received(e);
            lock (_lock)
            {
                _before.Enqueue(before);
            }

            if (!_events.Writer.TryWrite(e))
            {
                End(new InvalidOperationException($"The loop of the channel {channel} is behind by {MostWaiting} events; take them faster."));
                overflowed(this);
            }
        }
    }

    /// <summary>Tells events that were missed and can't be had any more.</summary>
    public event Action<Gap>? Missed;

    /// <summary>The channel.</summary>
    public string Channel { get; }

    /// <summary>
    /// Behind the last event that the loop has finished with; who asks for the next one is done with the last. <c>null</c> before the
    /// channel first answered.
    /// </summary>
    public ChannelPosition? Position
    {
        get
        {
            // First, so that what comes meanwhile is not taken for finished with.
            var newest = Stream.Position;
            lock (_lock)
            {
                return _before.TryPeek(out var before) ? before : newest;
            }
        }
    }

    /// <summary>Completes when events come; fails when the channel is refused or the client ends.</summary>
    public Task Ready => _ready.Task;

    internal ChannelStream Stream { get; }

    internal SubscriptionAsks Asks { get; }

    internal bool IsOver { get; private set; }

    /// <summary>What was accepted before came by resume, not as it happened: ms since 1970.</summary>
    internal double LiveSince { get; set; } = double.PositiveInfinity;

    /// <summary>The events, in the order of each lane, each once.</summary>
    public async IAsyncEnumerator<PlatformEvent> GetAsyncEnumerator(CancellationToken cancellationToken = default)
    {
        for (Finish(); await _events.Reader.WaitToReadAsync(cancellationToken); Finish())
        {
            if (_events.Reader.TryRead(out var e))
            {
                _isTaken = true;
                yield return e;
            }
        }
    }

    internal void Answered(SubscribeAnswer answer)
    {
        Stream.Answered(answer);
        _ready.TrySetResult();
    }

    internal void End(Exception? error = null)
    {
        IsOver = true;
        _events.Writer.TryComplete(error);
        if (error is null)
        {
            _ready.TrySetCanceled();
        }
        else
        {
            _ready.TrySetException(error);
        }
    }

    private void Finish()
    {
        lock (_lock)
        {
            if (_isTaken)
            {
                _isTaken = false;
                _before.Dequeue();
            }
        }
    }
}
