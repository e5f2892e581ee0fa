using System.ComponentModel.DataAnnotations;
using System.Text.Json;
using Platform.Contracts.Events;
using Platform.Metrics.Alerts;

namespace Platform.UnitTests.Metrics;

public sealed class AlertTests
{
    private static readonly AlertRule Rule = new() { Name = "latency-p95", Signal = AlertSignal.LatencyP95, Above = 10, ForSeconds = 30 };

    private AlertState? _state;
    private long _nowMs;

    [Fact]
    public void An_alert_fires_when_its_value_was_above_for_long_enough_without_a_pause()
    {
        Assert.Equal(AlertState.Pending, Run(11, seconds: 30));
        Assert.Equal(AlertState.Ok, Run(10, seconds: 1));
        Assert.Equal(AlertState.Pending, Run(11, seconds: 30));
        Assert.Equal(AlertState.Firing, Run(11, seconds: 1));
    }

    [Fact]
    public void It_is_over_after_ten_good_seconds_in_a_row()
    {
        Run(11, seconds: 31);
        Assert.Equal(AlertState.Firing, Run(9, seconds: 9));
        Assert.Equal(AlertState.Firing, Run(11, seconds: 1));
        Assert.Equal(AlertState.Firing, Run(9, seconds: 10));
        Assert.Equal(AlertState.Ok, Run(9, seconds: 1));
    }

    [Fact]
    public void Where_nothing_can_be_said_nothing_is_wrong()
    {
        Assert.Equal(AlertState.Ok, Run(null, seconds: 60));
        Run(11, seconds: 31);
        Assert.Equal(AlertState.Ok, Run(null, seconds: 11));
    }

    [Fact]
    public void A_rule_without_a_duration_fires_at_once()
    {
        var rule = new AlertRule { Name = "dead-letters", Signal = AlertSignal.DeadLetters, ForSeconds = 0 };
        Assert.Equal(AlertState.Firing, AlertSteps.Next(rule, null, 1, 0).State);
        Assert.Equal(AlertState.Ok, AlertSteps.Next(rule, null, 0, 0).State);
    }

    [Fact]
    public void Its_event_is_an_event_that_is_known_again()
    {
        var state = AlertSteps.Next(new AlertRule { Name = "dead-letters", Signal = AlertSignal.DeadLetters, ForSeconds = 0 }, null, 1, 1_767_607_200_000);
        Assert.True(EventReader.TryRead(AlertPublisher.Body(state), 65_536, out var alert, out _));

        Assert.Equal(("ops.alerts:dead-letters:firing:1767607200000", "ops.alerts", "ops.alerts"), (alert.Id, alert.EventType, alert.Topic));
        var data = JsonSerializer.Deserialize<JsonElement>(alert.Data.Span);
        Assert.Equal(("firing", "dead_letters", 1), (data.GetProperty("state").GetString(), data.GetProperty("signal").GetString(), data.GetProperty("value").GetInt32()));
    }

    [Fact]
    public void Rules_that_cannot_be_are_refused()
    {
        AlertRule[] bad =
        [
            new() { Name = "" },
            new() { Name = "With Spaces" },
            new() { Name = "a", Stage = "handled" },
            new() { Name = "a", Lane = "urgent" },
            new() { Name = "a", Severity = "loud" },
            new() { Name = "a", ForSeconds = -1 },
        ];
        Assert.All(bad, rule => Assert.False(IsValid(rule)));
        Assert.All(new AlertOptions().EffectiveRules, rule => Assert.True(IsValid(rule)));
        Assert.False(IsValid(new AlertOptions { Rules = { new AlertRule { Name = "a" }, new AlertRule { Name = "a" } } }));
        Assert.Empty(new AlertOptions { Enabled = false }.EffectiveRules);

        static bool IsValid(object options) => Validator.TryValidateObject(options, new ValidationContext(options), [], validateAllProperties: true);
    }

    private string Run(double? value, int seconds)
    {
        for (var second = 0; second < seconds; second++, _nowMs += 1_000)
        {
            _state = AlertSteps.Next(Rule, _state, value, _nowMs);
        }

        return _state!.State;
    }
}
