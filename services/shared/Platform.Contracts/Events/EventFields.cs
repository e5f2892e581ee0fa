namespace Platform.Contracts.Events;

/// <summary>The names of an event's fields.</summary>
public static class EventFields
{
#pragma warning disable CS1591 // The names speak for themselves; design and meaning are in docs/protocol.md.
    public const string Id = "id";
    public const string EventType = "event_type";
    public const string Priority = "priority";
    public const string UserId = "user_id";
    public const string LocationId = "location_id";
    public const string Topic = "topic";
    public const string Timestamp = "timestamp";
    public const string Data = "data";
    public const string Events = "events";
    public const string TraceParent = "traceparent";

    // Added on the way.
    public const string Channel = "channel";
    public const string Offset = "offset";
    public const string AcceptedAt = "accepted_at";
    public const string ServerTimestamp = "_server_timestamp";
    public const string AggregatedIds = "aggregated_ids";

    // The data of events that were collected into one.
    public const string AggregatedInsights = "aggregated_insights";
    public const string InsightCount = "insight_count";
    public const string TimeWindow = "time_window";
#pragma warning restore CS1591
}
