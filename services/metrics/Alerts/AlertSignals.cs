using Microsoft.Extensions.Options;
using Platform.Contracts.Lanes;
using Platform.Contracts.Latency;
using Platform.Metrics.Latency;
using Platform.Metrics.Throughput;
using Platform.Metrics.Window;

namespace Platform.Metrics.Alerts;

/// <summary>Reads the values that alerts look at.</summary>
internal sealed class AlertSignals(
    SlidingWindow window, LiveInstances instances, QueueDepths queues, IOptionsMonitor<MetricsOptions> options)
{
    private const int LatencySeconds = 10;

    // A client reports each ten seconds: in thirty, all of them have.
    private const int ReportedSeconds = 30;

    /// <summary>The signal's value now, or <c>null</c> where nothing can be said.</summary>
    public double? Read(AlertRule rule) => rule.Signal switch
    {
        AlertSignal.LatencyP50 => Latency(rule, 50),
        AlertSignal.LatencyP95 => Latency(rule, 95),
        AlertSignal.LatencyP99 => Latency(rule, 99),
        AlertSignal.QueueDepth => queues.Current?.Lanes.Where(lane => IsOf(rule, lane.Key)).Sum(lane => lane.Value),
        AlertSignal.DeadLetters => queues.Current?.DeadLetters,
        AlertSignal.SlowConsumers => HasEdges ? instances.Health().Critical : null,
        AlertSignal.ConnectionsOpened => HasEdges ? instances.Read().Sum(load => load.OpenedPerSecond) : null,
        _ => null,
    };

    // Where no edge says a word, nothing is known of connections.
    private bool HasEdges => instances.Read().Any(load => load.Edge is not null);

    private double? Latency(AlertRule rule, double percentile)
    {
        var stage = StageNames.Find(rule.Stage) ?? Stage.Handled;
        var isReported = stage is Stage.Client or Stage.Handled;
        var measured = window.ReadLast(isReported ? ReportedSeconds : LatencySeconds).Where(one => IsOf(rule, one.Series.Lane)).ToList();
        var asked = measured.Where(one => one.Series.Stage == stage).Select(one => one.Values).ToList();
        // What an edge measured does not stand in for what clients see, nor do a few clients for all.
        var isKnown = asked.Sum(values => values.Total) >= rule.MinEvents
            && (!isReported || new WholeWay(measured, options.CurrentValue.MinReportedShare).IsReported);
        return isKnown ? new Distribution(asked).Percentile(percentile) : null;
    }

    private static bool IsOf(AlertRule rule, Lane lane) => rule.Lane is null || rule.Lane == lane.Name();
}
