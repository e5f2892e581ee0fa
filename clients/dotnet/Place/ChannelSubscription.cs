using System.Threading.Channels;
using Platform.Contracts.Hub;

namespace Platform.Client.Place;

/// <summary>A channel that is listened to: <c>await foreach (var e in subscription)</c>. One loop takes the events.</summary>
public sealed class ChannelSubscription : IAsyncEnumerable<PlatformEvent>
{
    private readonly Channel<PlatformEvent> _events = System.Threading.Channels.Channel.CreateUnbounded<PlatformEvent>();
    private readonly TaskCompletionSource _ready = new(TaskCreationOptions.RunContinuationsAsynchronously);

    internal ChannelSubscription(string channel, ChannelPosition? start, Action<PlatformEvent> received, Action<ChannelSubscription> hole)
    {
        Channel = channel;
        Stream = new ChannelStream(channel, start, Deliver, gap => Missed?.Invoke(gap), () => hole(this));

        void Deliver(PlatformEvent e)
        {
            received(e);
            _events.Writer.TryWrite(e);
        }
    }

    /// <summary>Tells events that were missed and can't be had any more.</summary>
    public event Action<Gap>? Missed;

    /// <summary>The channel.</summary>
    public string Channel { get; }

    /// <summary>Where it stands; <c>null</c> before the channel first answered.</summary>
    public ChannelPosition? Position => Stream.Position;

    /// <summary>Completes when events come; fails when the channel is refused.</summary>
    public Task Ready => _ready.Task;

    internal ChannelStream Stream { get; }

    internal bool IsOver { get; private set; }

    /// <summary>The events, in the order of each lane, each once.</summary>
    public IAsyncEnumerator<PlatformEvent> GetAsyncEnumerator(CancellationToken cancellationToken = default) =>
        _events.Reader.ReadAllAsync(cancellationToken).GetAsyncEnumerator(cancellationToken);

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
}
