using Platform.Contracts.Hub;
using Platform.Contracts.Lanes;

namespace Platform.Client.Place;

/// <summary>
/// One channel's events, in the order of each lane, each once, whatever connections they come by. What the server sends goes in as it
/// comes; what the program should see comes out, under one lock, so in one order.
/// </summary>
internal sealed class ChannelStream(string channel, ChannelPosition? start, Action<PlatformEvent> deliver, Action<Gap> gap, Action hole)
{
    private readonly Lock _lock = new();
    private readonly long[] _offsets = new long[LaneNames.All.Count];
    // The largest offset by lane that was passed over in a replay: it may belong to the stream before this one.
    private readonly long[] _promised = new long[LaneNames.All.Count];
    private string? _epoch;
    private readonly ChannelPosition? _start = start;
    // What comes while a subscription is asked for; its answer is sent first, but who awaits it may be told later.
    private List<Action>? _early = [];
    private bool _isReplaying;

    public ChannelPosition? Position
    {
        get
        {
            lock (_lock)
            {
                return _epoch is null ? _start : new ChannelPosition(_epoch, Offsets.From(lane => _offsets[(int)lane]));
            }
        }
    }

    /// <summary>Events that were seen before, and dropped.</summary>
    public long Duplicates { get; private set; }

    /// <summary>Whether all that was passed over in a replay has come since.</summary>
    public bool IsWhole
    {
        get
        {
            lock (_lock)
            {
                return LaneNames.All.All(lane => _offsets[(int)lane] >= _promised[(int)lane]);
            }
        }
    }

    /// <summary>What to ask for; from now on what comes waits for the answer.</summary>
    public SubscribeRequest Ask()
    {
        lock (_lock)
        {
            _early = [];
            return new SubscribeRequest(channel, Position?.Epoch, Position?.Offsets);
        }
    }

    public void Answered(SubscribeAnswer answer)
    {
        lock (_lock)
        {
            var was = Position;
            _epoch = answer.Epoch!;
            foreach (var lane in LaneNames.All)
            {
                TakeUp(lane, was, answer);
            }

            var early = _early ?? [];
            _early = null;
            Array.Clear(_promised);
            _isReplaying = true;
            early.ForEach(action => action());
            _isReplaying = false;
        }
    }

    public void Take(PlatformEvent e) => WhenAnswered(() =>
    {
        ref var last = ref _offsets[(int)e.Lane];
        if (e.Offset == last + 1)
        {
            last = e.Offset;
            deliver(e);
        }
        else if (e.Offset <= last)
        {
            Duplicates++;
        }
        else if (_isReplaying)
        {
            _promised[(int)e.Lane] = e.Offset;
        }
        else
        {
            _early = [];
            hole();
        }
    });

    public void Skip(GapMessage message) => WhenAnswered(() =>
    {
        var lane = LaneNames.TryParse(message.Priority, out var named) ? named : Lane.Normal;
        if (message.To > _offsets[(int)lane])
        {
            _offsets[(int)lane] = message.To;
            gap(new Gap(channel, lane, message.From, message.To));
        }
    });

    /// <summary>A new epoch began: offsets may go back, and what follows them is new.</summary>
    public void Move(PositionMessage message) => WhenAnswered(() =>
    {
        _epoch = message.Epoch;
        foreach (var lane in LaneNames.All)
        {
            _offsets[(int)lane] = message.Offsets[lane] ?? 0;
        }
    });

    private void TakeUp(Lane lane, ChannelPosition? was, SubscribeAnswer answer)
    {
        var starts = answer.Offsets?[lane] ?? 0;
        var isSameEpoch = was?.Epoch == answer.Epoch;
        if (was?.Offsets[lane] is { } last)
        {
            if (!answer.Recovered && (isSameEpoch ? starts > last : last > 0 || starts > 0))
            {
                gap(new Gap(channel, lane, isSameEpoch ? last + 1 : null, starts));
            }
            else if (answer.Recovered && isSameEpoch)
            {
                // Of two answers that crossed, the later one may start before what the earlier one has brought.
                starts = Math.Max(starts, last);
            }
        }

        _offsets[(int)lane] = starts;
    }

    private void WhenAnswered(Action action)
    {
        lock (_lock)
        {
            if (_early is not null)
            {
                _early.Add(action);
            }
            else
            {
                action();
            }
        }
    }
}
