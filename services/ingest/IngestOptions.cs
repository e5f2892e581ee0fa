using System.ComponentModel.DataAnnotations;
using Platform.Contracts.Events;
using Platform.Ingest.Producers;

namespace Platform.Ingest;

/// <summary>Who may publish, how much at once, and how events are bundled on their way to RabbitMQ.</summary>
public sealed class IngestOptions : IValidatableObject
{
    /// <summary>The section of the configuration.</summary>
    public const string SectionName = "Ingest";

    // What stands around the events of a bundle: the brackets of a JSON array.
    private const int BundleBrackets = 2;

    /// <summary>The producers' keys and their rights. Without any, only bearer tokens (and in Development <c>dev-key</c>) open the door.</summary>
    public IList<ApiKeyOptions> ApiKeys { get; } = [];

    /// <summary>The largest body of a request. Unit: bytes. Default: 4 MiB.</summary>
    [Range(1024, 16 * 1024 * 1024)]
    public int MaxBodyBytes { get; set; } = 4 * 1024 * 1024;

    /// <summary>
    /// The largest event, as it was sent and as it goes onto its lane; not more than what the publisher takes. Unit: bytes of JSON.
    /// Default: 64 KiB.
    /// </summary>
    [Range(256, 1024 * 1024)]
    public int MaxEventBytes { get; set; } = EventRules.DefaultMaxBytes;

    /// <summary>The most events of one request. Default: 10,000.</summary>
    [Range(1, 10_000)]
    public int MaxEventsPerRequest { get; set; } = 10_000;

    /// <summary>The most events that may wait for RabbitMQ's confirm, all requests together; beyond, requests get 429. Default: 100,000.</summary>
    [Range(1, 10_000_000)]
    public int MaxPendingEvents { get; set; } = 100_000;

    /// <summary>The most events that are sent to RabbitMQ as one message. Default: 50.</summary>
    [Range(1, 1000)]
    public int MaxBundleEvents { get; set; } = 50;

    /// <summary>The largest message that is sent to RabbitMQ. Unit: bytes. Default: 256 KiB.</summary>
    [Range(1024, 16 * 1024 * 1024)]
    public int MaxBundleBytes { get; set; } = 256 * 1024;

    /// <summary>
    /// The most messages of one lane that are sent without waiting for the one before. Fewer make fuller bundles. Default: 3.
    /// </summary>
    [Range(1, 64)]
    public int MaxBundlesInFlight { get; set; } = 3;

    /// <summary>
    /// How long events wait for RabbitMQ's confirm before the request gets 503. Unit: milliseconds. Default: 1500, so that a producer
    /// knows within 2 s that the broker is away.
    /// </summary>
    [Range(100, 60_000)]
    public int ConfirmTimeoutMs { get; set; } = 1500;

    /// <inheritdoc />
    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        if (MaxBundleBytes < MaxEventBytes + BundleBrackets)
        {
            yield return new ValidationResult($"{SectionName}:{nameof(MaxBundleBytes)} must hold one event of {nameof(MaxEventBytes)} and {BundleBrackets} bytes more.");
        }

        if (MaxPendingEvents < MaxEventsPerRequest)
        {
            yield return new ValidationResult($"{SectionName}:{nameof(MaxPendingEvents)} must not be less than {nameof(MaxEventsPerRequest)}, or the largest request could never be taken.");
        }

        foreach (var error in ApiKeyRules.Check(ApiKeys))
        {
            yield return new ValidationResult(error);
        }
    }
}
