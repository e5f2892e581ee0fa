using Platform.Contracts.Frames;
using Platform.Contracts.Lanes;
using Platform.Edge.History;
using Platform.Edge.Streams;
using Platform.ServiceDefaults.Latency;
using StackExchange.Redis;

namespace Platform.Edge.Channels;

/// <summary>One channel that somebody on this node is subscribed to.</summary>
internal sealed class LiveChannel
{
    private readonly ChannelHistory _history;
    private readonly Action<LiveChannel, Lane, Exception> _notTaken;
    private readonly TimeProvider _clock;
    private readonly LiveLane[] _lanes;
    private readonly List<Subscription> _subscriptions = [];
    private readonly SemaphoreSlim _opening = new(1);
    private volatile ChannelState? _state;

    public LiveChannel(
        string name, ChannelHistory history, FanOutLatency latency, Action<LiveChannel, Lane, Exception> notTaken, TimeProvider clock)
    {
        Name = name;
        _history = history;
        _notTaken = notTaken;
        _clock = clock;
        _lanes = [.. LaneNames.All.Select(lane => new LiveLane(this, lane, latency, clock))];
    }

    public string Name { get; }

    public string Epoch => _state?.Epoch ?? "";

    /// <summary>What Redis said of the present epoch, last time it was asked.</summary>
    public ChannelState State => _state!;

    public LiveLane this[Lane lane] => _lanes[(int)lane];

    /// <summary>Adds a subscription whose offsets belong to an epoch. Returns whether that is still the present one; else it is told.</summary>
    public bool Add(Subscription subscription, string epoch)
    {
        lock (_subscriptions)
        {
            _subscriptions.Add(subscription);
            if (epoch == Epoch)
            {
                return true;
            }

            subscription.TellEpoch();
            return false;
        }
    }

    public void Remove(Subscription subscription)
    {
        lock (_subscriptions)
        {
            _subscriptions.Remove(subscription);
        }
    }

    /// <summary>A frame from the backplane, from any thread.</summary>
    public async ValueTask TakeAsync(Lane lane, ReadOnlyMemory<byte> bytes)
    {
        var frame = new LiveFrame(Frame.Parse(bytes), _clock.NowMs());
        if (!this[lane].TryTake(frame))
        {
            // What is of a newer epoch is in its history, and is caught up with from there; but for what came while another frame asked.
            await FollowAsync(frame.Frame.Epoch);
            this[lane].TryTake(frame);
        }
    }

    /// <summary>A frame could not be taken. If it is lost, that shows as a hole at the next one, or at the next comparison with Redis.</summary>
    public void NotTaken(Lane lane, Exception why) => _notTaken(this, lane, why);

    /// <summary>The channel's state in Redis; another epoch than before is told.</summary>
    public async Task<ChannelState> OpenAsync()
    {
        await _opening.WaitAsync();
        try
        {
            return await AskAsync();
        }
        finally
        {
            _opening.Release();
        }
    }

    // Of many frames of an epoch that is not known yet, the first one asks. One that is over says nothing: see ChannelState.IsAfter.
    private async Task FollowAsync(string epoch)
    {
        await _opening.WaitAsync();
        try
        {
            if (epoch != Epoch && _state?.IsAfter(epoch) != true)
            {
                await AskAsync();
            }
        }
        finally
        {
            _opening.Release();
        }
    }

    private async Task<ChannelState> AskAsync()
    {
        var state = await _history.OpenAsync(Name);
        if (_state?.IsAfter(state.Epoch) == true)
        {
            throw new RedisConnectionException(
                ConnectionFailureType.UnableToConnect, CommandFlags.None, "Redis answers as a master whose place another one took; it will be told.");
        }

        if (state.Epoch != Epoch)
        {
            BeginEpoch(state);
        }
        else
        {
            _state = state;
        }

        return state;
    }

    /// <summary>The channel's state in Redis, if it tells of events that have not come; <c>null</c> where all have.</summary>
    public async Task<ChannelState?> CompareAsync()
    {
        var state = await OpenAsync();
        return Array.Exists(_lanes, lane => lane.Newest < state.Newest[(int)lane.Lane]) ? state : null;
    }

    /// <summary>Streams catch up with what the state tells of and has still not come. Returns whether there was any.</summary>
    public bool Advance(ChannelState state)
    {
        var hasMissed = false;
        foreach (var lane in _lanes)
        {
            hasMissed |= lane.TryAdvance(state.Newest[(int)lane.Lane], state.Epoch);
        }

        return hasMissed;
    }

    private void BeginEpoch(ChannelState state)
    {
        foreach (var lane in _lanes)
        {
            lane.Hold(state.Epoch, state.Newest[(int)lane.Lane]);
        }

        lock (_subscriptions)
        {
            _state = state;
            foreach (var subscription in _subscriptions)
            {
                subscription.TellEpoch();
            }
        }
    }
}
