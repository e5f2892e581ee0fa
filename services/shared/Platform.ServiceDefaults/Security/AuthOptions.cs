using System.ComponentModel.DataAnnotations;

namespace Platform.ServiceDefaults.Security;

/// <summary>Whose tokens are believed.</summary>
public sealed class AuthOptions : IValidatableObject
{
    /// <summary>The section of the configuration.</summary>
    public const string SectionName = "Auth";

    /// <summary>The key that Development signs with. It is public, hence refused in any other environment.</summary>
    public const string DevelopmentSigningKey = "platform-development-signing-key-public-and-therefore-worthless";

    /// <summary>The secret of HS256 tokens, at least 32 bytes. No default outside Development.</summary>
    public string? SigningKey { get; set; }

    /// <summary>
    /// The address of an OIDC authority whose published keys sign the tokens; instead of <see cref="SigningKey"/>. <c>https://</c>; in
    /// Development also <c>http://</c> on a loopback address.
    /// </summary>
    public string? Authority { get; set; }

    /// <summary>The issuer that tokens must name. Default: <c>platform</c>; with an authority, the authority's own.</summary>
    public string Issuer { get; set; } = "platform";

    /// <summary>The audience that tokens must name. Default: <c>platform</c>.</summary>
    [Required]
    public string Audience { get; set; } = "platform";

    /// <summary>
    /// How long a token may live; one that lives longer is refused. For as long a revocation is remembered, so that what was revoked
    /// never becomes valid again. The same for all nodes. Unit: hours. Default: 24.
    /// </summary>
    [Range(1, 24 * 366)]
    public int MaxTokenLifetimeHours { get; set; } = 24;

    /// <inheritdoc />
    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        if (SigningKey is null && Authority is null)
        {
            yield return new ValidationResult($"Set {SectionName}:SigningKey (a secret of at least 32 bytes) or {SectionName}:Authority (an OIDC issuer's address).");
        }

        if (SigningKey is not null && Authority is not null)
        {
            yield return new ValidationResult($"Set {SectionName}:SigningKey or {SectionName}:Authority, not both.");
        }

        if (SigningKey is { Length: < 32 })
        {
            yield return new ValidationResult($"{SectionName}:SigningKey must have at least 32 bytes.");
        }
    }
}
