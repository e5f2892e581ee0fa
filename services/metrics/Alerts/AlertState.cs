using System.Text.Json.Serialization;

namespace Platform.Metrics.Alerts;

/// <summary>How an alert is now; also the <c>data</c> of an event on <see cref="Contracts.Names.OpsTopics.Alerts"/>.</summary>
/// <param name="Name">The rule's name.</param>
/// <param name="State"><see cref="Ok"/>, <see cref="Pending"/>, <see cref="Firing"/>; in an event also <see cref="Resolved"/>.</param>
/// <param name="Severity">The rule's severity.</param>
/// <param name="Signal">What it looks at.</param>
/// <param name="Stage">Of latency: the stage.</param>
/// <param name="Lane">The lane, or <c>null</c> for all.</param>
/// <param name="Value">The signal's value, or <c>null</c> where there is none.</param>
/// <param name="Above">The value that must be exceeded.</param>
/// <param name="ForSeconds">For how long.</param>
/// <param name="SinceMs">Since when it is in this state: milliseconds since 1970.</param>
internal sealed record AlertState(
    [property: JsonPropertyName("name")] string Name,
    [property: JsonPropertyName("state")] string State,
    [property: JsonPropertyName("severity")] string Severity,
    [property: JsonPropertyName("signal")] string Signal,
    [property: JsonPropertyName("stage")] string? Stage,
    [property: JsonPropertyName("lane")] string? Lane,
    [property: JsonPropertyName("value")] double? Value,
    [property: JsonPropertyName("above")] double Above,
    [property: JsonPropertyName("for_seconds")] int ForSeconds,
    [property: JsonPropertyName("since_ms")] long SinceMs)
{
    public const string Ok = "ok";
    public const string Pending = "pending";
    public const string Firing = "firing";
    public const string Resolved = "resolved";

    /// <summary>Since when the value is no longer above while it still fires, so that one good second does not end it.</summary>
    [JsonPropertyName("quiet_since_ms"), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public long? QuietSinceMs { get; init; }

    /// <summary>Since when there is no value, and the state is held; an alert that ended with it was given up, not resolved by a good value.</summary>
    [JsonPropertyName("no_signal_since_ms"), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public long? NoSignalSinceMs { get; init; }
}
