using System.ComponentModel.DataAnnotations;
using Platform.Contracts.Lanes;
using Platform.Metrics.Latency;

namespace Platform.Metrics.Alerts;

/// <summary>One alert: it fires when its signal has been above a value for a while.</summary>
internal sealed class AlertRule : IValidatableObject
{
    /// <summary>Its name, for people; each once.</summary>
    [Required, RegularExpression("[a-z0-9][a-z0-9_-]{0,63}", ErrorMessage = "An alert's name is 1 to 64 of a-z 0-9 _ and -.")]
    public string Name { get; set; } = "";

    /// <summary>
    /// What it looks at: <c>LatencyP50</c>, <c>LatencyP95</c>, <c>LatencyP99</c> (each over ten seconds; of what clients report, thirty), <c>QueueDepth</c>,
    /// <c>DeadLetters</c>, <c>SlowConsumers</c> or <c>ConnectionsOpened</c> (a second).
    /// </summary>
    public AlertSignal Signal { get; set; }

    /// <summary>
    /// Of latency: the stage. Default: <c>written</c>, accepted to written, which no client can influence by its reports. <c>total</c> is what
    /// clients report alone: while too few do (<c>Metrics:MinReportedShare</c>), it says nothing.
    /// </summary>
    public string Stage { get; set; } = "written";

    /// <summary>Of latency and queue depth: one lane. Default: all together.</summary>
    public string? Lane { get; set; }

    /// <summary>The value that must be exceeded: milliseconds of latency, else a number. Default: 0.</summary>
    [Range(0, double.MaxValue)]
    public double Above { get; set; }

    /// <summary>How long it must be exceeded without a pause. Unit: seconds. Default: 30.</summary>
    [Range(0, 3600)]
    public int ForSeconds { get; set; } = 30;

    /// <summary>Of latency: with fewer events in that time it says nothing. Default: 20.</summary>
    [Range(1, 1_000_000)]
    public int MinEvents { get; set; } = 20;

    /// <summary><c>warning</c> or <c>critical</c>. Default: <c>warning</c>.</summary>
    [AllowedValues("warning", "critical")]
    public string Severity { get; set; } = "warning";

    /// <inheritdoc/>
    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        if (!StageNames.All.Contains(Stage))
        {
            yield return new ValidationResult($"The alert '{Name}' names the stage '{Stage}'; there are {string.Join(", ", StageNames.All)}.", [nameof(Stage)]);
        }

        if (Lane is not null && !LaneNames.TryParse(Lane, out _))
        {
            yield return new ValidationResult($"The alert '{Name}' names the lane '{Lane}'; there are critical, high and normal.", [nameof(Lane)]);
        }
    }
}
