using System.Diagnostics;
using Platform.Contracts.Lanes;
using Platform.Contracts.Latency;

namespace Platform.ServiceDefaults.Tracing;

/// <summary>
/// Spans of an event's way, one a stage, below the span of its producer or of ingest. They are made once a stage is over, from the times that
/// are measured anyway: an event without a trace costs a comparison with null.
/// </summary>
public static class EventTrace
{
    /// <summary>The name of the source.</summary>
    public const string SourceName = "Platform.Events";

    private static readonly ActivitySource Source = new(SourceName);

    /// <summary>A stage of an event is over. Times are in milliseconds since 1970.</summary>
    public static void Span(Stage stage, string traceParent, Lane lane, string eventType, double fromMs, double toMs, int deliveries = 0)
    {
        if (!Source.HasListeners() || !ActivityContext.TryParse(traceParent, null, isRemote: true, out var parent))
        {
            return;
        }

        using var span = Source.StartActivity(Name(stage, lane), Kind(stage), parent, startTime: At(fromMs));
        span?.SetTag("messaging.system", stage is Stage.Lane ? "rabbitmq" : "redis")
            .SetTag("platform.lane", lane.Name())
            .SetTag("platform.event_type", eventType)
            .SetTag("platform.deliveries", deliveries == 0 ? null : deliveries)
            .SetEndTime(At(Math.Max(fromMs, toMs)).UtcDateTime);
    }

    /// <summary>What is logged until it is disposed of belongs to the event's trace, where it has one. It makes no span.</summary>
    public static IDisposable? Logging(string? traceParent) =>
        ActivityContext.TryParse(traceParent, null, out _) ? new Activity(SourceName).SetParentId(traceParent!).Start() : null;

    private static string Name(Stage stage, Lane lane) => $"{stage.Name()} {lane.Name()}";

    private static ActivityKind Kind(Stage stage) => stage is Stage.Batch or Stage.Outbox ? ActivityKind.Producer : ActivityKind.Consumer;

    private static DateTimeOffset At(double milliseconds) =>
        DateTimeOffset.UnixEpoch.AddTicks((long)(milliseconds * TimeSpan.TicksPerMillisecond));
}
