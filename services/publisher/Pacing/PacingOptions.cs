using System.ComponentModel.DataAnnotations;

namespace Platform.Publisher.Pacing;

/// <summary>When a lane is slowed because the edge nodes can't keep up. Critical never is.</summary>
internal sealed class PacingOptions : IValidatableObject
{
    /// <summary>The section of the configuration.</summary>
    public const string SectionName = "Pacing";

    /// <summary>
    /// How old the normal lane's frames may be on the median edge node before the lane is slowed. Unit: milliseconds; 0: never slowed.
    /// Default: 20.
    /// </summary>
    [Range(0, 10_000)]
    public double NormalAgeMs { get; set; } = 20;

    /// <summary>
    /// The same for the high lane; above the normal lane's, which gives way first. Unit: milliseconds; 0: never slowed. Default: 40.
    /// </summary>
    [Range(0, 10_000)]
    public double HighAgeMs { get; set; } = 40;

    /// <summary>
    /// With fewer events than this under way to the edges, age alone slows nothing: a machine that is busy with something else makes
    /// frames old as well, and sending less would not make them younger. Ten times the bound does, however few they are. Default: 200.
    /// </summary>
    [Range(0, 1_000_000)]
    public int MinBacklog { get; set; } = 200;

    /// <summary>The rate below which a lane is not slowed. Unit: events a second. Default: 100.</summary>
    [Range(1, 1_000_000)]
    public int MinRate { get; set; } = 100;

    /// <inheritdoc />
    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        if (NormalAgeMs > 0 && HighAgeMs > 0 && HighAgeMs < NormalAgeMs)
        {
            yield return new ValidationResult($"{SectionName}:HighAgeMs must not be below {SectionName}:NormalAgeMs: normal gives way first.");
        }
    }
}
