using Platform.Contracts.Lanes;

namespace Platform.Contracts.Names;

/// <summary>
/// RabbitMQ as every service declares it, always with the same arguments: the broker keeps those of the first declaration for
/// as long as the queue lives, and refuses others. Lower limits are set by policy, which wins where it is the smaller.
/// </summary>
public static class Topology
{
    /// <summary>The direct exchange that producers publish to; the routing key is the lane's name.</summary>
    public const string Events = "events";

    /// <summary>The fanout exchange, and the queue behind it, that take what no lane can: unroutable, unreadable, rejected.</summary>
    public const string Dead = "events.dead";

    /// <summary>The fanout exchange through which the services send their latency digests.</summary>
    public const string Digests = "platform.digests";

    /// <summary>The queue behind it that the metrics replicas read together.</summary>
    public const string DigestQueue = "platform.digests.metrics";

    /// <summary>
    /// The fanout exchange through which the edge nodes tell the other services which tokens are revoked; the queues behind it, one for
    /// each instance, begin with its name.
    /// </summary>
    public const string Revocations = "platform.revocations";

    /// <summary>The lane's queue.</summary>
    public static string Queue(Lane lane) => $"events.{lane.Name()}";

    /// <summary>The arguments of <see cref="Events"/>: what matches no lane goes to <see cref="Dead"/>, so a confirm is never a loss.</summary>
    public static IReadOnlyDictionary<string, object?> EventsArguments { get; } =
        new Dictionary<string, object?> { ["alternate-exchange"] = Dead };

    /// <summary>The arguments of a lane's queue.</summary>
    public static IReadOnlyDictionary<string, object?> LaneArguments { get; } = new Dictionary<string, object?>
    {
        ["x-queue-type"] = "quorum",
        // One reader at a time keeps a channel's events in order; the next takes over when its connection ends.
        ["x-single-active-consumer"] = true,
        // A crash of the reader counts against all that it had in hand. Poison is set aside by the publisher, not by this counter.
        ["x-delivery-limit"] = 1_000_000,
        // At-least-once dead-lettering works with reject-publish only, and reject-publish is what tells a producer "full".
        ["x-dead-letter-exchange"] = Dead,
        ["x-dead-letter-strategy"] = "at-least-once",
        ["x-overflow"] = "reject-publish",
        // Bounds for a broker's disk, not for a day's traffic: 16 minutes of single messages at 10,000/s.
        ["x-max-length"] = 10_000_000,
        ["x-max-length-bytes"] = 8L * 1024 * 1024 * 1024,
    };

    /// <summary>The arguments of the queue <see cref="Dead"/>: full, it rejects, so that nothing is dropped unseen.</summary>
    public static IReadOnlyDictionary<string, object?> DeadArguments { get; } = new Dictionary<string, object?>
    {
        ["x-queue-type"] = "quorum",
        // Each look at a dead letter is a delivery; the broker's own limit of 20 would throw away what was looked at often.
        ["x-delivery-limit"] = 1_000_000,
        ["x-overflow"] = "reject-publish",
        ["x-max-length-bytes"] = 8L * 1024 * 1024 * 1024,
    };
}
