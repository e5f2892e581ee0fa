using System.ComponentModel.DataAnnotations;
using Microsoft.Extensions.Options;

namespace Platform.Metrics.Alerts;

/// <summary>When the platform raises an alert, on the dashboard and on <c>topic:ops.alerts</c>. Changes take effect at run time.</summary>
internal sealed class AlertOptions : IValidatableObject
{
    /// <summary>The section of the configuration.</summary>
    public const string SectionName = "Alerts";

    private static readonly IReadOnlyList<AlertRule> Defaults =
    [
        new() { Name = "latency-p95", Signal = AlertSignal.LatencyP95, Above = 10 },
        new() { Name = "send-p95", Signal = AlertSignal.LatencyP95, Stage = "outbox", Above = 5 },
        new() { Name = "client-p95", Signal = AlertSignal.LatencyP95, Stage = "total", Above = 50 },
        new() { Name = "client-p95-critical", Signal = AlertSignal.LatencyP95, Stage = "total", Above = 100, Severity = "critical" },
        new() { Name = "queue-depth", Signal = AlertSignal.QueueDepth, Above = 10_000 },
        new() { Name = "dead-letters", Signal = AlertSignal.DeadLetters, ForSeconds = 0 },
        new() { Name = "slow-consumers", Signal = AlertSignal.SlowConsumers, ForSeconds = 10 },
        new() { Name = "reconnect-storm", Signal = AlertSignal.ConnectionsOpened, Above = 100, ForSeconds = 5 },
    ];

    /// <summary>Whether there are alerts at all. Default: true.</summary>
    public bool Enabled { get; set; } = true;

    /// <summary>
    /// The rules. Those that are given replace the defaults, which <c>docs/operations.md</c> lists.
    /// </summary>
    [ValidateEnumeratedItems]
    public IList<AlertRule> Rules { get; } = [];

    /// <summary>The rules that hold.</summary>
    internal IReadOnlyList<AlertRule> EffectiveRules => !Enabled ? [] : Rules.Count > 0 ? [.. Rules] : Defaults;

    /// <inheritdoc/>
    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext) =>
        from rule in Rules
        group rule by rule.Name into same
        where same.Count() > 1
        select new ValidationResult($"The alert '{same.Key}' is there {same.Count()} times.", [nameof(Rules)]);
}
