using Platform.Contracts.Channels;

namespace Platform.Load.Events;

/// <summary>How clients come to their channel.</summary>
internal enum ChannelKind
{
    /// <summary><c>user:load-{n}</c>, the automatic channel of a client's token.</summary>
    User,

    /// <summary><c>topic:load-{n}</c>, which clients subscribe to.</summary>
    Topic,
}

/// <summary>The channels of a run, by their numbers from 0; client n listens on channel n modulo their count.</summary>
/// <param name="kind">How clients come to them.</param>
/// <param name="count">How many there are.</param>
/// <param name="name">What their names begin with.</param>
internal sealed class LoadChannels(ChannelKind kind, int count, string name = "load")
{
    private readonly string[] _ids = [.. Enumerable.Range(0, count).Select(number => $"{name}-{number}")];

    public ChannelKind Kind => kind;

    public IReadOnlyList<string> Names => [.. Enumerable.Range(0, count).Select(NameOf)];

    public int Count => count;

    public string NameOf(int channel) => kind == ChannelKind.User ? ChannelName.User(_ids[channel]) : ChannelName.Topic(_ids[channel]);

    /// <summary>An event's <c>user_id</c> on this channel.</summary>
    public string? UserId(int channel) => kind == ChannelKind.User ? _ids[channel] : null;

    /// <summary>An event's <c>topic</c> on this channel.</summary>
    public string? Topic(int channel) => kind == ChannelKind.Topic ? _ids[channel] : null;

    public int ChannelOf(int client) => client % count;

    /// <summary>Whom the client's token names.</summary>
    public string SubjectOf(int client) => kind == ChannelKind.User ? _ids[ChannelOf(client)] : $"load-{client}";
}
