using System.Text;
using Platform.Contracts.Hub;
using Platform.Contracts.Lanes;

namespace Platform.Load.Subscribers;

/// <summary>What an event's offset says about the stream.</summary>
internal enum OffsetCheck
{
    Next,
    Hole,
    Regression,
}

/// <summary>One channel of one client, and where its stream stands.</summary>
internal sealed class Subscription(int channel, string name)
{
    private readonly byte[] _utf8Name = Encoding.UTF8.GetBytes(name);
    private readonly long?[] _offsets = new long?[LaneNames.All.Count];
    private string? _epoch;

    public int Channel => channel;

    public string Name => name;

    public bool HasPosition => _epoch is not null;

    /// <summary>The invocation that (re)starts the stream; until its answer comes, events belong to the stream before.</summary>
    public string? AwaitedInvocation { get; set; }

    public bool IsNamed(ReadOnlySpan<byte> utf8) => utf8.SequenceEqual(_utf8Name);

    /// <summary>Asks for the stream from where it stands, or from now.</summary>
    public SubscribeRequest Request() =>
        HasPosition ? new(name, _epoch, Offsets.From(lane => _offsets[(int)lane])) : new(name);

    /// <summary>The stream stands where an answer says.</summary>
    public void StartAt(string? epoch, Offsets? offsets)
    {
        _epoch = epoch;
        foreach (var lane in LaneNames.All)
        {
            _offsets[(int)lane] = offsets?[lane];
        }
    }

    /// <summary>
    /// The platform told a position: the stream's first one, or one in a new epoch, which is answered with <c>true</c>. Any other would
    /// skip events unseen.
    /// </summary>
    public bool Told(PositionMessage position)
    {
        var isNew = HasPosition && _epoch != position.Epoch;
        if (_epoch != position.Epoch)
        {
            StartAt(position.Epoch, position.Offsets);
        }

        return isNew;
    }

    /// <summary>The platform told that there is nothing up to an offset.</summary>
    public void SkipTo(Lane lane, long offset) => _offsets[(int)lane] = Math.Max(_offsets[(int)lane] ?? 0, offset);

    /// <summary>Moves on by an event; a hole stays where it is.</summary>
    public OffsetCheck Take(Lane lane, long offset)
    {
        ref var last = ref _offsets[(int)lane];
        if (last is { } before && offset != before + 1)
        {
            return offset > before ? OffsetCheck.Hole : OffsetCheck.Regression;
        }

        last = offset;
        return OffsetCheck.Next;
    }
}
