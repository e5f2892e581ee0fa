using Platform.Publisher.Reading;

namespace Platform.Publisher.Aggregation;

/// <summary>What events have in common that become one.</summary>
internal readonly record struct AggregateKey(AggregationRule Rule, string Channel, string? Type, string? User, string? Location)
{
    public static AggregateKey Of(AggregationRule rule, Entry entry) => new(
        rule,
        entry.Channel,
        rule.Key.HasFlag(KeyFields.Type) ? entry.Event.EventType : null,
        rule.Key.HasFlag(KeyFields.User) ? entry.Event.UserId : null,
        rule.Key.HasFlag(KeyFields.Location) ? entry.Event.LocationId : null);
}
