using System.Threading.Channels;
using Platform.Publisher.Reading;

namespace Platform.Publisher.Lanes;

/// <summary>What RabbitMQ has delivered and no flush has taken yet: at most the prefetch, which RabbitMQ keeps to.</summary>
internal sealed class Incoming
{
    private readonly Channel<LaneMessage> _messages =
        Channel.CreateUnbounded<LaneMessage>(new UnboundedChannelOptions { SingleReader = true, SingleWriter = true });

    private readonly Lock _gate = new();
    private TaskCompletionSource? _enough;
    private int _wanted;
    private int _events;

    public ChannelReader<LaneMessage> Reader => _messages.Reader;

    /// <summary>Whether nothing waits.</summary>
    public bool IsEmpty => !Reader.TryPeek(out _);

    public void Add(LaneMessage message)
    {
        lock (_gate)
        {
            _events += message.Entries.Count;
            SignalIfEnough();
        }

        _messages.Writer.TryWrite(message);
    }

    /// <summary>Nothing more will come.</summary>
    /// <param name="why">What went wrong; <c>null</c> when nothing did.</param>
    public void End(Exception? why = null) => _messages.Writer.TryComplete(why);

    /// <summary>A flush has taken these.</summary>
    public void Took(Batch batch)
    {
        lock (_gate)
        {
            _events -= batch.Events;
        }
    }

    /// <summary>Done when that many events wait.</summary>
    public Task WhenWaitingAsync(int events)
    {
        lock (_gate)
        {
            _wanted = events;
            _enough ??= new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            var enough = _enough.Task;
            SignalIfEnough();
            return enough;
        }
    }

    private void SignalIfEnough()
    {
        if (_enough is not null && _events >= _wanted)
        {
            _enough.SetResult();
            _enough = null;
        }
    }
}
