using System.ComponentModel.DataAnnotations;
using Platform.Contracts.Channels;

namespace Platform.Publisher.Append;

/// <summary>What is kept of the channels that a pattern names.</summary>
internal sealed class HistoryRuleOptions : IValidatableObject
{
    /// <summary>A channel, or a beginning of one with <c>*</c>: <c>topic:prices.*</c>. Required.</summary>
    [Required]
    public string Channels { get; set; } = "";

    /// <summary>How many of the newest events are kept, in each lane; 0: none. Default: 1,000.</summary>
    [Range(0, 10_000_000)]
    public int MaxEvents { get; set; } = 1_000;

    /// <summary>
    /// The age at which events are dropped; old ones go as new ones come, and all of them when none came for as long. Unit: seconds.
    /// Default: 0, at any age.
    /// </summary>
    [Range(0, 365 * 86_400)]
    public int MaxAgeSeconds { get; set; }

    /// <summary>
    /// Whether a new subscriber gets the newest event of each lane at once: for channels that carry a latest value. Default: false.
    /// </summary>
    public bool Cache { get; set; }

    /// <inheritdoc />
    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        if (!ChannelPattern.IsValid(Channels))
        {
            yield return new ValidationResult($"{AppendOptions.SectionName}:Rules: '{Channels}' names no channel: {ChannelPattern.Rule}.", [nameof(Channels)]);
        }

        if (Cache && MaxEvents == 0)
        {
            yield return new ValidationResult($"{AppendOptions.SectionName}:Rules, '{Channels}': Cache needs a history, so MaxEvents is at least 1.");
        }
    }
}
