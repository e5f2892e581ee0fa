using System.Collections.Frozen;
using Platform.Contracts.Lanes;

namespace Platform.Publisher.Aggregation;

/// <summary>The rules of one lane as the configuration has them now, by event type.</summary>
internal sealed class AggregationRules
{
    private readonly FrozenDictionary<string, AggregationRule> _byType;

    public AggregationRules(Lane lane, AggregationOptions options)
    {
        Options = options;
        // A critical event never waits for another, nor is it ever superseded (guarantee 6).
        var rules = lane == Lane.Critical ? [] : options.EffectiveRules;
        _byType = rules
            .SelectMany(rule => rule.EventTypes.Select(eventType => KeyValuePair.Create(eventType, rule)))
            .ToFrozenDictionary(StringComparer.Ordinal);
    }

    /// <summary>What they were made of.</summary>
    public AggregationOptions Options { get; }

    public AggregationRule? For(string eventType) => _byType.GetValueOrDefault(eventType);
}
