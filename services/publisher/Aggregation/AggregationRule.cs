using System.ComponentModel.DataAnnotations;
using Platform.Contracts.Events;

namespace Platform.Publisher.Aggregation;

/// <summary>Which events are alike, and what becomes of them.</summary>
internal sealed class AggregationRule : IValidatableObject
{
    /// <summary>The event types that it is for; at least one.</summary>
    [MinLength(1)]
    public IList<string> EventTypes { get; } = [];

    /// <summary>
    /// In which fields events must agree to become one, beside their channel: any of <c>type</c>, <c>user</c> and <c>location</c>,
    /// with commas between, or <c>channel</c> alone. Default: <c>type, user, location</c>.
    /// </summary>
    public KeyFields Key { get; set; } = KeyFields.Type | KeyFields.User | KeyFields.Location;

    /// <summary><c>collect</c>: one event with the data of all. <c>latest</c>: the newest alone. Default: <c>collect</c>.</summary>
    public AggregationMode Mode { get; set; }

    /// <summary>
    /// How long an event may wait for others like it. Unit: milliseconds, at most 1,000. Default: 0, it waits for nothing, and
    /// meets those of its batch.
    /// </summary>
    [Range(0, 1_000)]
    public int WindowMs { get; set; }

    /// <summary>The most events in one aggregate; the next one begins another. Default: 100.</summary>
    [Range(2, 1_000)]
    public int MaxEvents { get; set; } = 100;

    /// <summary>The most bytes of an aggregate's JSON; what fits no more begins another. Default: 65,536, the limit of an event.</summary>
    [Range(1_024, 16 * 1024 * 1024)]
    public int MaxBytes { get; set; } = EventRules.DefaultMaxBytes;

    /// <inheritdoc/>
    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext) =>
        from eventType in EventTypes
        where !EventRules.IsEventType(eventType)
        select new ValidationResult($"'{eventType}' is no event type: 1 to 128 of a-z 0-9 _ . -", [nameof(EventTypes)]);
}

/// <summary>What becomes of events that are alike.</summary>
internal enum AggregationMode
{
    /// <summary>One event with the data of all.</summary>
    Collect,

    /// <summary>The newest alone; the others are superseded.</summary>
    Latest,
}

/// <summary>In which fields events agree that become one.</summary>
[Flags]
internal enum KeyFields
{
    /// <summary>Always, since offsets are a channel's.</summary>
    Channel = 0,

    /// <summary>The event type.</summary>
    Type = 1,

    /// <summary>The user.</summary>
    User = 2,

    /// <summary>The location.</summary>
    Location = 4,
}
