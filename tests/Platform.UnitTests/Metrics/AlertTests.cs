using System.ComponentModel.DataAnnotations;
using System.Text.Json;
using Platform.Contracts.Events;
using Platform.Contracts.Lanes;
using Platform.Contracts.Latency;
using Platform.Metrics;
using Platform.Metrics.Alerts;
using Platform.Metrics.Throughput;
using Platform.Metrics.Window;

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
    public void Where_nothing_can_be_said_nothing_begins()
    {
        Assert.Equal(AlertState.Ok, Run(null, seconds: 60));
        Assert.Equal(AlertState.Pending, Run(11, seconds: 1));
    }

    // The services stopped, or nothing was delivered any more, and the alert that had told of it said that all was well.
    [Fact]
    public void An_alert_that_fires_goes_on_while_there_is_no_signal_and_ends_after_ten_good_seconds_of_it()
    {
        Run(11, seconds: 31);
        Assert.Equal(AlertState.Firing, Run(null, seconds: 120));
        Assert.Equal(_nowMs - 120_000, _state!.NoSignalSinceMs);

        Assert.Equal(AlertState.Firing, Run(9, seconds: 9));
        Assert.Null(_state.NoSignalSinceMs);
        Assert.Equal(AlertState.Firing, Run(null, seconds: 30));
        Assert.Equal(AlertState.Firing, Run(9, seconds: 10));
        Assert.Equal(AlertState.Ok, Run(9, seconds: 1));
        Assert.Null(_state.NoSignalSinceMs);
    }

    [Fact]
    public void Without_a_signal_for_five_minutes_it_is_given_up_and_says_so()
    {
        Run(11, seconds: 31);
        Assert.Equal(AlertState.Firing, Run(null, seconds: 300));
        Assert.Equal(AlertState.Ok, Run(null, seconds: 1));
        Assert.NotNull(_state!.NoSignalSinceMs);
    }

    [Fact]
    public void The_time_without_a_signal_is_not_one_above()
    {
        Run(11, seconds: 20);
        Assert.Equal(AlertState.Pending, Run(null, seconds: 60));
        Assert.Equal(AlertState.Pending, Run(11, seconds: 10));
        Assert.Equal(AlertState.Firing, Run(11, seconds: 2));
    }

    // Whoever had been told of it waited for its end for ever.
    [Fact]
    public void One_that_fires_ends_with_its_rule()
    {
        Run(11, seconds: 31);
        var quiet = AlertSteps.Next(new AlertRule { Name = "quiet" }, null, null, 0);

        Assert.Empty(AlertSteps.Withdrawn([Rule], [_state!, quiet], _nowMs));
        var end = Assert.Single(AlertSteps.Withdrawn([], [_state!, quiet], _nowMs));
        Assert.Equal(("latency-p95", AlertState.Resolved, _nowMs), (end.Name, end.State, end.SinceMs));
    }

    [Fact]
    public void Of_connections_nothing_is_known_while_no_edge_says_a_word()
    {
        var timeline = new Timeline();
        timeline.MoveTo(100);
        var instances = new LiveInstances(timeline);
        var signals = new AlertSignals(new SlidingWindow(timeline), instances, null!, new StaticOptions<MetricsOptions>(new MetricsOptions()));
        AlertSignal[] ofConnections = [AlertSignal.SlowConsumers, AlertSignal.ConnectionsOpened];
        instances.Add(100, Digests.FromPublisher("publisher-1"), accepted: 0, appended: 1);
        Assert.All(ofConnections, signal => Assert.Null(signals.Read(new AlertRule { Signal = signal })));

        instances.Add(100, Digests.FromEdge("edge-1", new EdgeLoad(new Dictionary<string, int>(), 0, 1, 0, 3) { Opened = 3 }), accepted: 0, appended: 0);
        Assert.All(ofConnections, signal => Assert.Equal(3, signals.Read(new AlertRule { Signal = signal })));
    }

    [Fact]
    public void An_alert_on_the_whole_way_hears_clients_alone_and_enough_of_them()
    {
        var timeline = new Timeline();
        timeline.MoveTo(100);
        var window = new SlidingWindow(timeline);
        var signals = new AlertSignals(window, new LiveInstances(timeline), null!, new StaticOptions<MetricsOptions>(new MetricsOptions()));
        AlertRule rule = new() { Signal = AlertSignal.LatencyP95, Stage = "total" };

        window.Add(95, Digests.Of(Stage.Total, Lane.Normal, "insight", Enumerable.Repeat(90.0, 1_000)));
        Assert.Null(signals.Read(rule));
        window.Add(80, Digests.Of(Stage.Handled, Lane.Normal, "insight", Enumerable.Repeat(20.0, 30)));
        Assert.Null(signals.Read(rule));
        window.Add(80, Digests.Of(Stage.Handled, Lane.Normal, "insight", Enumerable.Repeat(20.0, 30)));
        Assert.Equal(20, signals.Read(rule)!.Value, tolerance: 0.2);
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
