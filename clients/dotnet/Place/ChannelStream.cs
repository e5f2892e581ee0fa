using Platform.Contracts.Hub;
using Platform.Contracts.Lanes;

namespace Platform.Client.Place;

/// <summary>
/// One channel's events, in the order of each lane, each once, whatever connections they come by. What the server sends goes in as it
/// comes; what the program should see comes out, under one lock, so in one order.
/// </summary>
internal sealed class ChannelStream(string channel, ChannelPosition? start, Action<PlatformEvent, ChannelPosition> deliver, Action<Gap> gap, Action hole)
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
            var before = Position!;
            last = e.Offset;
            deliver(e, before);
        }
        else if (e.Offset <= last)
        {
            Duplicates++;
        }
        else
        {
            Miss(e.Lane, e.Offset);
        }
    });

    public void Skip(GapMessage message) => WhenAnswered(() =>
    {
        var lane = LaneNames.TryParse(message.Priority, out var named) ? named : Lane.Normal;
        ref var last = ref _offsets[(int)lane];
        if (message.From > last + 1)
        {
            // What lies between may be had, and comes before it when it is told again.
            Miss(lane, message.To);
        }
        else if (message.To > last)
        {
            last = message.To;
            gap(new Gap(channel, lane, message.From, message.To));
        }
    });

    /// <summary>A new epoch began: offsets may go back, and what follows them is new.</summary>
    public void Move(PositionMessage message) => WhenAnswered(() =>
    {
        // Of this epoch's beginning an answer told already: the stream before it stood elsewhere, and to go there would skip events.
        if (_epoch == message.Epoch)
        {
            return;
        }

        _epoch = message.Epoch;
        foreach (var lane in LaneNames.All)
        {
            ref var last = ref _offsets[(int)lane];
            var (was, starts) = (last, message.Offsets[lane] ?? 0);
            last = starts;
            // It does not know what was seen here, so nobody can say what else was forgotten.
            if (starts < was)
            {
                gap(new Gap(channel, lane, null, starts));
            }
        }
    });

    // The stream wants to be subscribed to again, unless it is taken up right now: then what was promised comes, or not.
    private void Miss(Lane lane, long promised)
    {
        if (_isReplaying)
        {
            _promised[(int)lane] = promised;
        }
        else
        {
            _early = [];
            hole();
        }
    }

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

            // Within an epoch nothing goes back: of two answers that crossed, the later one may start before what the earlier one brought.
            starts = isSameEpoch ? Math.Max(starts, last) : starts;
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
