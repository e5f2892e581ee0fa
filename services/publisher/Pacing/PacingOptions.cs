using System.ComponentModel.DataAnnotations;

namespace Platform.Publisher.Pacing;

/// <summary>When a lane is slowed because the edge nodes can't keep up. Critical never is.</summary>
internal sealed class PacingOptions : IValidatableObject
{
    /// <summary>The section of the configuration.</summary>
    public const string SectionName = "Pacing";

    /// <summary>
    /// By how much the normal lane may be ahead of the median edge node before it waits for it. It holds the way to Redis, to the node and
    /// back, so set it well above what that takes where nothing is to do. Unit: milliseconds; 0: it never waits. Default: 10.
    /// </summary>
    [Range(0, 10_000)]
    public double NormalAgeMs { get; set; } = 10;

    /// <summary>
    /// The same for the high lane; above the normal lane's, which gives way first. Unit: milliseconds; 0: it never waits. Default: 20.
    /// </summary>
    [Range(0, 10_000)]
    public double HighAgeMs { get; set; } = 20;

    /// <summary>
    /// With fewer events than this under way to the edges, a lane does not wait: a machine that is busy with something else makes
    /// frames late as well, and sending less would not make them sooner. Beyond twenty times the bound it does, however few they are. Default: 100.
    /// </summary>
    [Range(0, 1_000_000)]
    public int MinBacklog { get; set; } = 100;

    /// <inheritdoc />
    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        if (NormalAgeMs > 0 && HighAgeMs > 0 && HighAgeMs < NormalAgeMs)
        {
            yield return new ValidationResult($"{SectionName}:HighAgeMs must not be below {SectionName}:NormalAgeMs: normal gives way first.");
        }
    }
}
