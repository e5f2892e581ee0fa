using Platform.Contracts.Hub;
using Platform.Contracts.Lanes;
using Platform.Edge.Channels;
using Platform.Edge.Connections;
using Platform.Edge.Presence;

namespace Platform.Edge.Streams;

/// <summary>One connection's subscription to one channel: a stream for each lane.</summary>
internal sealed class Subscription
{
    private readonly ClientConnection _connection;
    private readonly LaneStream[] _streams;
    private readonly Action<string> _release;
    private readonly PresenceRooms _presence;
    private readonly bool _wantsPresence;
    private string _epoch;
    private Task _telling = Task.CompletedTask;
    private volatile bool _isOver;

    public Subscription(
        ClientConnection connection,
        LiveChannel channel,
        string epoch,
        Func<Lane, long> start,
        CatchUp catchUp,
        PresenceRooms presence,
        bool wantsPresence,
        Action<string> release)
    {
        _connection = connection;
        _epoch = epoch;
        Channel = channel;
        _release = release;
        _presence = presence;
        _wantsPresence = wantsPresence;
        _streams = [.. LaneNames.All.Select(lane => new LaneStream(connection, channel[lane], catchUp, start(lane)))];
    }

    public LiveChannel Channel { get; }

    /// <summary>Where the streams stand, as the client is told.</summary>
    public PositionMessage Position => new(Channel.Name, _epoch, Offsets.From(lane => _streams[(int)lane].After));

    /// <summary>Lets the events come; what must stand before them has been written.</summary>
    public void Start()
    {
        var epoch = _epoch;
        // Held in their lanes first: a new epoch, told from here on, starts them at any moment, and then no frame may pass them by.
        foreach (var stream in _streams)
        {
            stream.Lane.Add(stream);
        }

        if (Channel.Add(this, epoch))
        {
            foreach (var stream in _streams)
            {
                stream.Lane.Start(stream, stream.After, epoch);
            }
        }

        _presence.Join(_connection, Channel.Name, _wantsPresence);
    }

    public void End()
    {
        _isOver = true;
        foreach (var stream in _streams)
        {
            stream.Lane.Remove(stream);
        }

        Channel.Remove(this);
        _presence.Leave(_connection, Channel.Name);
        _release(Channel.Name);
    }

    /// <summary>
    /// Goes on in the channel's present epoch. Tellings come one after the other, each from the epoch that the client was told last.
    /// </summary>
    public void TellEpoch()
    {
        lock (_streams)
        {
            var before = _telling;
            _telling = Background.Run(_connection, () => TellEpochAsync(before));
        }
    }

    // The client is told once it has taken everything from before, so that no event of the former epoch comes after the word of the
    // new one; then the streams go on after what both epochs share.
    private async Task TellEpochAsync(Task before)
    {
        await before;
        while (!_isOver && Channel.Epoch != _epoch)
        {
            await _connection.Outbox.WhenDrainedAsync();
            var state = Channel.State;
            var after = LaneNames.All.Select(lane => Math.Min(_streams[(int)lane].After, state.SharedUpTo(_epoch, lane) ?? 0)).ToArray();
            var message = new PositionMessage(Channel.Name, state.Epoch, Offsets.From(lane => after[(int)lane]));
            if (_connection.Outbox.TryWrite(_connection.Format.Position(message), isCritical: true))
            {
                _epoch = state.Epoch;
                foreach (var stream in _streams)
                {
                    stream.Lane.Start(stream, after[(int)stream.Lane.Lane], state.Epoch);
                }
            }
        }
    }
}
