using System.ComponentModel.DataAnnotations;
using Microsoft.Extensions.Options;

namespace Platform.Publisher.Aggregation;

/// <summary>Which events of the lanes high and normal are delivered together as one. Changes take effect at run time.</summary>
internal sealed class AggregationOptions : IValidatableObject
{
    /// <summary>The section of the configuration.</summary>
    public const string SectionName = "Publisher:Aggregation";

    /// <summary>Whether events are aggregated at all. Default: true.</summary>
    public bool Enabled { get; set; } = true;

    /// <summary>
    /// The rules, at most one for an event type. Those that are given replace the default: one rule that collects
    /// <c>proactive_insight</c> and <c>strategy_recommendation</c>, each by user and location, within a batch.
    /// </summary>
    [ValidateEnumeratedItems]
    public IList<AggregationRule> Rules { get; } = [];

    /// <summary>The rules that hold: those that are given, else the default.</summary>
    internal IEnumerable<AggregationRule> EffectiveRules =>
        !Enabled ? []
        : Rules.Count > 0 ? Rules
        : [new AggregationRule { EventTypes = { "proactive_insight", "strategy_recommendation" } }];

    /// <inheritdoc/>
    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext) =>
        from eventType in Rules.SelectMany(rule => rule.EventTypes)
        group eventType by eventType into same
        where same.Count() > 1
        select new ValidationResult($"The event type '{same.Key}' is named {same.Count()} times; one rule can have it.", [nameof(Rules)]);
}
