using System.Text.Json.Serialization;

namespace Platform.Contracts.Hub;

/// <summary>
/// How long events took as a client saw it, since its report before. Its clock's offset from the node's is taken out already; what
/// is left of the error is bounded by <paramref name="ClockErrorMs"/>.
/// </summary>
/// <param name="ClockErrorMs">How wrong the offset may be: half of the quickest round trip of a <c>Ping</c>.</param>
/// <param name="Histograms">What was measured, each stage, lane and event type once.</param>
public sealed record LatencyReport(
    [property: JsonPropertyName("clock_error_ms")] double ClockErrorMs,
    [property: JsonPropertyName("histograms")] IReadOnlyList<ReportedHistogram> Histograms);

/// <summary>The times of one stage, lane and event type.</summary>
/// <param name="Stage">A <see cref="ReportedStages"/>.</param>
/// <param name="Priority">The lane.</param>
/// <param name="EventType">The events' type.</param>
/// <param name="Values">Pairs of a time in milliseconds, rounded to two digits or more, and how many events took it.</param>
public sealed record ReportedHistogram(
    [property: JsonPropertyName("stage")] string Stage,
    [property: JsonPropertyName("priority")] string Priority,
    [property: JsonPropertyName("event_type")] string EventType,
    [property: JsonPropertyName("values")] IReadOnlyList<IReadOnlyList<double>> Values);

/// <summary>The stages that a client can measure.</summary>
public static class ReportedStages
{
    /// <summary><c>_server_timestamp</c> → the client's handler.</summary>
    public const string Client = "client";

    /// <summary><c>accepted_at</c> → the client's handler.</summary>
    public const string Total = "total";
}

/// <summary>The answer to a report.</summary>
/// <param name="Taken">Whether it counts; not when its clock's error is larger than the node takes, or when it tells of more events than were sent.</param>
/// <param name="ReportAfterMs">When the next one is expected.</param>
public sealed record ReportAnswer(
    [property: JsonPropertyName("taken")] bool Taken,
    [property: JsonPropertyName("report_after_ms")] int ReportAfterMs);
