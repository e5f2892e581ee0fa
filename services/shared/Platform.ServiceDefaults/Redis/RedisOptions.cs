using System.ComponentModel.DataAnnotations;

namespace Platform.ServiceDefaults.Redis;

/// <summary>Where Redis is.</summary>
public sealed class RedisOptions : IValidatableObject
{
    /// <summary>The section of the configuration.</summary>
    public const string SectionName = "Redis";

    /// <summary>The name of a connection in readiness and logs.</summary>
    public static string DependencyOn(string purpose) => $"redis ({purpose})";

    /// <summary>
    /// <c>redis://[user:password@]host:6379</c> (<c>rediss://</c> with TLS), or a StackExchange.Redis configuration string: with
    /// <c>serviceName=</c> for Sentinel, with some of its nodes for a Cluster.
    /// </summary>
    [Required]
    public string Url { get; set; } = "redis://127.0.0.1:6379";

    /// <summary>
    /// A PEM file with the authority of Redis' own certificate, where the machine does not know it. Default: none, the machine's
    /// authorities.
    /// </summary>
    public string? CaFile { get; set; }

    /// <summary>What all keys begin with, so that two installations can share one Redis. Default: <c>platform</c>.</summary>
    [Required, RegularExpression("^[a-z0-9-]{1,64}$", ErrorMessage = "Redis:KeyPrefix must be 1 to 64 of a-z 0-9 -.")]
    public string KeyPrefix { get; set; } = "platform";

    /// <summary>
    /// After how long without an answer a call counts as failed; its outcome is then unknown, and it is repeated.
    /// Unit: milliseconds. Default: 2,000.
    /// </summary>
    [Range(100, 60_000)]
    public int TimeoutMs { get; set; } = 2_000;

    /// <inheritdoc />
    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        if (CaFile is not null && !File.Exists(CaFile))
        {
            yield return new ValidationResult($"{SectionName}:CaFile: there is no file '{CaFile}'.");
        }
    }
}
