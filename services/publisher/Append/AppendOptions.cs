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
}
