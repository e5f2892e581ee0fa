using System.ComponentModel.DataAnnotations;
using Platform.Contracts.Channels;

namespace Platform.Edge.Presence;

/// <summary>Which channels say who is on them.</summary>
internal sealed class PresenceOptions : IValidatableObject
{
    /// <summary>The section of the configuration.</summary>
    public const string SectionName = "Presence";

    /// <summary>
    /// The channels that keep presence: names, or beginnings with <c>*</c>. Whoever may read such a channel sees the subjects and
    /// roles of all who are on it. Default: none.
    /// </summary>
    public IReadOnlyList<string> Channels { get; set; } = [];

    /// <summary>Whether the channel keeps presence.</summary>
    public bool Covers(string channel) => Channels.Any(pattern => ChannelPattern.Matches(pattern, channel));

    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext) =>
        Channels.Where(string.IsNullOrWhiteSpace).Select(_ => new ValidationResult($"{SectionName}:Channels has an empty pattern."));
}
