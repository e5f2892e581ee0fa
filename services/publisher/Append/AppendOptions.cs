using System.ComponentModel.DataAnnotations;
using Microsoft.Extensions.Options;

namespace Platform.Publisher.Append;

/// <summary>What is kept of a channel's events, and for how long an id is known.</summary>
internal sealed class AppendOptions
{
    /// <summary>The section of the configuration.</summary>
    public const string SectionName = "History";

    /// <summary>
    /// How many of a channel's newest events history keeps, in each lane; 0: none, then nothing can be resumed. Default: 1,000.
    /// </summary>
    [Range(0, 10_000_000)]
    public int MaxEvents { get; set; } = 1_000;

    /// <summary>Channels that are kept otherwise. The first rule that names a channel counts. At most 100; default: none.</summary>
    [MaxLength(100)]
    [ValidateEnumeratedItems]
    public IList<HistoryRuleOptions> Rules { get; } = [];

    /// <summary>
    /// After how long without an event a channel is forgotten: its history, epoch and ids. It is also the longest outage of all
    /// publishers after which nothing is doubled. Unit: hours. Default: 24.
    /// </summary>
    [Range(1, 24 * 365)]
    public int IdleHours { get; set; } = 24;

    /// <summary>
    /// For how long an event's id is known, at least; up to twice as long, since ids are forgotten by the window.
    /// Unit: seconds. Default: 120.
    /// </summary>
    [Range(1, 86_400)]
    public int IdWindowSeconds { get; set; } = 120;

    /// <summary>
    /// How many replicas of Redis must hold an event before it is acked. A number is kept to: with fewer replicas the flow stops until
    /// they are back. Without one, it is one replica while Redis has any that follows, for <c>WaitTimeoutMs</c> at most: a failover
    /// then costs hardly ever an event, and a replica's failure no pause. Default: none given.
    /// </summary>
    [Range(0, 10)]
    public int? WaitReplicas { get; set; }

    /// <summary>
    /// After how long an event is acked that no replica holds yet, where no number is given. Unit: milliseconds. Default: 1,000.
    /// </summary>
    [Range(1, 60_000)]
    public int WaitTimeoutMs { get; set; } = 1_000;
}
