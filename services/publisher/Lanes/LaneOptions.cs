using System.ComponentModel.DataAnnotations;
using Microsoft.Extensions.Options;
using Platform.Contracts.Events;
using Platform.Contracts.Lanes;

namespace Platform.Publisher.Lanes;

/// <summary>How each lane is read.</summary>
internal sealed class PublisherOptions
{
    /// <summary>The section of the configuration.</summary>
    public const string SectionName = "Publisher";

    /// <summary>The knobs of each lane.</summary>
    [Required, ValidateObjectMembers]
    public LanesOptions Lanes { get; set; } = new();

    /// <summary>The most bytes of one event. Default: 65,536.</summary>
    [Range(1_024, 16 * 1024 * 1024)]
    public int MaxEventBytes { get; set; } = EventRules.DefaultMaxBytes;

    /// <summary>
    /// After how many deaths of the publisher, each while it worked on the same redelivered event and on nothing else of its lane, that
    /// event is set aside to the dead letters. Default: 5, some ten minutes where restarts are delayed more and more.
    /// </summary>
    [Range(2, 1_000)]
    public int PoisonAfter { get; set; } = 5;
}

/// <summary>The knobs of each lane.</summary>
internal sealed class LanesOptions
{
    /// <summary>Each critical event is appended by itself, whatever is set here.</summary>
    [Required, ValidateObjectMembers]
    public LaneOptions Critical { get; set; } = new() { MaxBatch = 1 };

    /// <summary>Takes what is there, and waits for nothing.</summary>
    [Required, ValidateObjectMembers]
    public LaneOptions High { get; set; } = new();

    /// <summary>Takes what is there, in larger batches.</summary>
    [Required, ValidateObjectMembers]
    public LaneOptions Normal { get; set; } = new() { MaxBatch = 200 };

    /// <summary>The knobs of one lane.</summary>
    public LaneOptions this[Lane lane] => lane switch
    {
        Lane.Critical => Critical,
        Lane.High => High,
        _ => Normal,
    };
}

/// <summary>How one lane is read.</summary>
internal sealed class LaneOptions
{
    /// <summary>The most events in one append. Default: 50 (normal: 200). A message that holds more is appended in several.</summary>
    [Range(1, 1_000)]
    public int MaxBatch { get; set; } = 50;

    /// <summary>
    /// How many appends may be under way at once, so that the way to Redis and back does not bound the lane's rate. A further one starts
    /// only when a whole batch waits, or its share of what may be in hand. On a Cluster there is always one. Default: 4.
    /// </summary>
    [Range(1, 32)]
    public int MaxInFlight { get; set; } = 4;

    /// <summary>
    /// How long an event may wait for others to share its batch. Unit: milliseconds, at most 10. Default: 0, since what arrives
    /// during one append makes the next batch anyway.
    /// </summary>
    [Range(0.0, 10.0)]
    public double WindowMs { get; set; }

    /// <summary>
    /// About how many events may be in hand at once, on their way from RabbitMQ or to Redis: all of these while RabbitMQ is what the lane
    /// waits for, and down to three eighths of it where events wait for an append to end or the edge nodes, since each waits behind these
    /// once it has left the queue. Where messages hold several, some that are done stay unacked, so that RabbitMQ hands out fewer.
    /// Default: 800.
    /// </summary>
    [Range(1, 1_000_000)]
    public int MaxInHand { get; set; } = 800;

    /// <summary>
    /// How many messages RabbitMQ hands out before it waits for an ack: what is in memory at most, and what is redelivered after a crash.
    /// Those that are done are acked together, a quarter of what may be in hand at a time, or after 250 ms what there is. A change
    /// takes effect when the lane's consumer is next opened, since RabbitMQ gives each consumer its bound once. Default: 100.
    /// </summary>
    [Range(1, 10_000)]
    public ushort Prefetch { get; set; } = 100;
}
