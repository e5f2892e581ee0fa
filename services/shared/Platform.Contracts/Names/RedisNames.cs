using Platform.Contracts.Lanes;

namespace Platform.Contracts.Names;

/// <summary>
/// Every key and pub/sub name in Redis. A channel's keys share a hash tag, so that they live on one node of a Cluster and one
/// script may write them all at once.
/// </summary>
/// <param name="prefix">Keeps two installations on one Redis apart.</param>
public sealed class RedisNames(string prefix)
{
    /// <summary>The prefix of all names.</summary>
    public string Prefix { get; } = prefix;

    /// <summary>A hash: the channel's epoch, its lanes' offsets and terms, and the epochs before.</summary>
    public string State(string channel) => $"{Prefix}:{{{channel}}}:state";

    /// <summary>A stream: the history of the channel's events of one lane, one entry a frame, its id <c>{last offset}-{count}</c>.</summary>
    public string History(string channel, Lane lane) => $"{Prefix}:{{{channel}}}:history:{lane.Name()}";

    /// <summary>A set: the ids of the current window.</summary>
    public string Ids(string channel) => $"{Prefix}:{{{channel}}}:ids";

    /// <summary>A set: the ids of the window before.</summary>
    public string OlderIds(string channel) => $"{Prefix}:{{{channel}}}:ids:older";

    /// <summary>A sorted set: the connections that are on the channel, by when they are taken for gone.</summary>
    public string Presence(string channel) => $"{Prefix}:{{{channel}}}:presence";

    /// <summary>A hash: the users that are on the channel, with the number of their connections and their role.</summary>
    public string PresentUsers(string channel) => $"{Prefix}:{{{channel}}}:presence:users";

    /// <summary>The pub/sub name of the channel's events of one lane.</summary>
    public string Live(string channel, Lane lane) => $"{Prefix}:{{{channel}}}:live:{lane.Name()}";

    /// <summary>A string: the newest term of a lane's reader.</summary>
    public string Term(Lane lane) => $"{Prefix}:term:{lane.Name()}";

    /// <summary>A string: the term of a lane's reader, and the number of its last append.</summary>
    public string Chain(Lane lane) => $"{Prefix}:chain:{lane.Name()}";

    /// <summary>A string: <c>sharded</c> or <c>plain</c>, how live events are published.</summary>
    public string PubSub => $"{Prefix}:pubsub";

    /// <summary>A hash: what publishers died of in this lane, and how often; 0 for what was in hand beside others.</summary>
    public string Trials(Lane lane) => $"{Prefix}:trials:{lane.Name()}";

    /// <summary>The pub/sub name on which publishers send markers behind their frames.</summary>
    public string Markers => $"{Prefix}:markers";

    /// <summary>The pub/sub name on which edge nodes send a publisher's markers back.</summary>
    public string MarkersBack(string publisher) => $"{Prefix}:markers:{publisher}";

    /// <summary>
    /// A sorted set: what was revoked, <c>sub:{subject}</c> or <c>jti:{token id}</c>, by the time of it (milliseconds since 1970).
    /// </summary>
    public string Revoked => $"{Prefix}:revoked";

    /// <summary>A stream: the services' latency digests of the last minutes.</summary>
    public string MetricsDigests => $"{Prefix}:{{metrics}}:digests";

    /// <summary>A hash: the minutes of the last hour, each with all that was measured in it.</summary>
    public string MetricsMinutes => $"{Prefix}:{{metrics}}:minutes";

    /// <summary>A string: the state of all alerts, as the replica that watches them wrote it last.</summary>
    public string MetricsAlerts => $"{Prefix}:{{metrics}}:alerts";

    /// <summary>A string: the replica that watches the alerts; it leaves by itself.</summary>
    public string MetricsWatcher => $"{Prefix}:{{metrics}}:watcher";

    /// <summary>What the pub/sub names of SignalR's own backplane begin with: control messages, never events.</summary>
    public string Backplane => $"{Prefix}:control:";
}
