using Microsoft.AspNetCore.SignalR;
using Microsoft.Extensions.Options;
using Platform.Contracts.Hub;
using Platform.Contracts.Lanes;
using Platform.Contracts.Latency;
using Platform.Edge.Connections;
using Platform.ServiceDefaults.Latency;

namespace Platform.Edge.Reports;

/// <summary>Takes clients' reports into the node's own digests, where they are stages of their own: nobody's word changes what we measured.</summary>
internal sealed class LatencyReports(LatencyRecorder recorder, IOptionsMonitor<ReportOptions> options, TimeProvider clock)
{
    private readonly Lock _access = new();
    private ReportedLoad _load = new(0, 0, 0);

    public ReportAnswer Take(ClientConnection connection, LatencyReport? report)
    {
        var now = options.CurrentValue;
        var interval = TimeSpan.FromSeconds(now.IntervalSeconds);
        if (connection.ReportedAt is { } before && clock.GetElapsedTime(before) < interval / 2)
        {
            throw new HubException($"{CallErrors.TooManyReports}: one in {interval.TotalSeconds:0} s is expected, and twice as many are taken.");
        }

        // One that makes no sense costs its turn too.
        connection.ReportedAt = clock.GetTimestamp();
        if (ReportRules.Fault(report) is { } fault)
        {
            throw new HubException($"{CallErrors.InvalidCall}: {fault}");
        }

        var isTaken = report!.ClockErrorMs <= now.MaxClockErrorMs && connection.Claimable.TryClaim(report);
        if (isTaken)
        {
            Record(report);
        }

        Count(isTaken, report.ClockErrorMs);
        return new ReportAnswer(isTaken, (int)interval.TotalMilliseconds);
    }

    /// <summary>What came since the call before.</summary>
    public ReportedLoad TakeLoad()
    {
        lock (_access)
        {
            var taken = _load;
            _load = new ReportedLoad(0, 0, 0);
            return taken;
        }
    }

    private void Record(LatencyReport report)
    {
        foreach (var histogram in report.Histograms)
        {
            _ = LaneNames.TryParse(histogram.Priority, out var lane);
            var stage = histogram.Stage == ReportedStages.Client ? Stage.Client : Stage.Handled;
            foreach (var value in histogram.Values)
            {
                recorder.RecordKnown(stage, lane, histogram.EventType, value[0], (int)value[1]);
            }
        }
    }

    private void Count(bool isTaken, double clockErrorMs)
    {
        lock (_access)
        {
            _load = isTaken
                ? _load with { Taken = _load.Taken + 1, MaxClockErrorMs = Math.Max(_load.MaxClockErrorMs, clockErrorMs) }
                : _load with { LeftOut = _load.LeftOut + 1 };
        }
    }
}
