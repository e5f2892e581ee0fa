using System.Text.Json.Serialization;
using Platform.Contracts.Latency;
using Platform.Metrics.Throughput;

namespace Platform.Metrics.Latency;

/// <summary>The answer of <c>latency-metrics</c>. Statistics are of the stage and lane that were asked for.</summary>
internal sealed record LatencyMetrics(
    [property: JsonPropertyName("window")] string Window,
    [property: JsonPropertyName("window_seconds")] int WindowSeconds,
    [property: JsonPropertyName("as_of")] DateTime AsOf,
    [property: JsonPropertyName("stage")] string Stage,
    [property: JsonPropertyName("lane")] string? Lane,
    [property: JsonPropertyName("measured_by")] string MeasuredBy,
    [property: JsonPropertyName("total_measured_by")] string TotalMeasuredBy,
    [property: JsonPropertyName("current_stats")] LatencyStats CurrentStats,
    [property: JsonPropertyName("target_compliance")] TargetCompliance TargetCompliance,
    [property: JsonPropertyName("by_event_type")] IReadOnlyDictionary<string, EventTypeLatency> ByEventType,
    [property: JsonPropertyName("by_lane")] IReadOnlyDictionary<string, LatencyStats> ByLane,
    [property: JsonPropertyName("by_stage")] IReadOnlyDictionary<string, LatencyStats> ByStage,
    [property: JsonPropertyName("client_reports")] ClientReports ClientReports,
    [property: JsonPropertyName("connection_health")] ConnectionHealth ConnectionHealth);

/// <summary>Who measured.</summary>
internal static class MeasuredBy
{
    public const string Clients = "clients";
    public const string Services = "services";

    public static string Of(Stage stage) => stage is Stage.Client or Stage.Handled ? Clients : Services;
}

/// <summary>What clients say of the latency that they see; counts are of the last ten seconds.</summary>
/// <param name="ReportedShare">The share of the window's deliveries that was reported.</param>
/// <param name="Taken">Reports that count.</param>
/// <param name="LeftOut">Reports that do not, since their clocks are not known well enough.</param>
/// <param name="MaxClockErrorMs">No reported time is further off than this because of clocks.</param>
internal sealed record ClientReports(
    [property: JsonPropertyName("reported_share")] double ReportedShare,
    [property: JsonPropertyName("taken")] int Taken,
    [property: JsonPropertyName("left_out")] int LeftOut,
    [property: JsonPropertyName("max_clock_error_ms")] double MaxClockErrorMs);

internal sealed record LatencyStats(
    [property: JsonPropertyName("count")] long Count,
    [property: JsonPropertyName("avg_latency_ms")] double Average,
    [property: JsonPropertyName("min_latency_ms")] double Min,
    [property: JsonPropertyName("max_latency_ms")] double Max,
    [property: JsonPropertyName("p50_latency_ms")] double P50,
    [property: JsonPropertyName("p95_latency_ms")] double P95,
    [property: JsonPropertyName("p99_latency_ms")] double P99,
    [property: JsonPropertyName("p999_latency_ms")] double P999)
{
    public static LatencyStats Of(Distribution times) => new(
        times.Count, times.Mean, times.Min, times.Max, times.Percentile(50), times.Percentile(95), times.Percentile(99), times.Percentile(99.9));
}

internal sealed record TargetCompliance(
    [property: JsonPropertyName("under_10ms_percentage")] double Under10Ms,
    [property: JsonPropertyName("under_50ms_percentage")] double Under50Ms);

internal sealed record EventTypeLatency(
    [property: JsonPropertyName("count")] long Count,
    [property: JsonPropertyName("avg_latency")] double Average,
    [property: JsonPropertyName("p95_latency")] double P95,
    [property: JsonPropertyName("p50_latency")] double P50,
    [property: JsonPropertyName("p99_latency")] double P99);

internal sealed record NoLatencyData([property: JsonPropertyName("message")] string Message = "No latency data available");
