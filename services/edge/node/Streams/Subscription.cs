using Platform.Contracts.Hub;
using Platform.Contracts.Lanes;
using Platform.Edge.Channels;
using Platform.Edge.Connections;
using Platform.Edge.History;

namespace Platform.Edge.Streams;

/// <summary>One connection's subscription to one channel: a stream for each lane.</summary>
internal sealed class Subscription
{
    private readonly ClientConnection _connection;
    private readonly string _epoch;
    private readonly LaneStream[] _streams;
    private readonly Action<string> _release;

    public Subscription(
        ClientConnection connection, LiveChannel channel, string epoch, Func<Lane, long> start, CatchUp catchUp, Action<string> release)
    {
        _connection = connection;
        _epoch = epoch;
        Channel = channel;
        _release = release;
        _streams = [.. LaneNames.All.Select(lane => new LaneStream(connection, channel[lane], catchUp, start(lane)))];
    }

    public LiveChannel Channel { get; }

    /// <summary>Where the streams stand, as the client is told.</summary>
    public PositionMessage Position => new(Channel.Name, _epoch, Offsets.From(lane => _streams[(int)lane].After));

    /// <summary>Lets the events come; what must stand before them has been written.</summary>
    public void Start()
    {
        var isPresent = Channel.Add(this, _epoch);
        foreach (var stream in _streams)
        {
            stream.Lane.Add(stream, begin: isPresent);
        }
    }

    public void End()
    {
        foreach (var stream in _streams)
        {
            stream.Lane.Remove(stream);
        }

        Channel.Remove(this);
        _release(Channel.Name);
    }

    /// <summary>
    /// Goes on in another epoch, after what the former one shares with it. The client is told once it has taken everything from
    /// before, so that no event of the former epoch comes after the word of the new one.
    /// </summary>
    public void BeginEpoch(string former, ChannelState state) => _ = Task.Run(async () =>
    {
        await _connection.Outbox.WhenDrainedAsync();
        var after = LaneNames.All.Select(lane => Math.Min(_streams[(int)lane].After, state.SharedUpTo(former, lane) ?? 0)).ToArray();
        var message = new PositionMessage(Channel.Name, state.Epoch, Offsets.From(lane => after[(int)lane]));
        _connection.Outbox.TryWrite(ControlMessage.Position(message), isCritical: true);
        foreach (var stream in _streams)
        {
            lock (stream.Lane.Gate)
            {
                stream.Restart(after[(int)stream.Lane.Lane]);
            }
        }
    });
}
