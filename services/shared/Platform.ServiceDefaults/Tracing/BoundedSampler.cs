using System.Diagnostics;
using Microsoft.Extensions.Options;
using OpenTelemetry.Trace;

namespace Platform.ServiceDefaults.Tracing;

/// <summary>Records what the caller records, within a bound a second, and of the rest a share.</summary>
internal sealed class BoundedSampler(IOptionsMonitor<TracingOptions> options, TimeProvider clock) : Sampler
{
    private long _second;
    private int _taken;

    public override SamplingResult ShouldSample(in SamplingParameters samplingParameters)
    {
        var parent = samplingParameters.ParentContext;
        // A service's own requests, such as probes, begin no trace.
        var isWanted = parent.TraceId != default ? parent.TraceFlags.HasFlag(ActivityTraceFlags.Recorded)
            : samplingParameters.Kind == ActivityKind.Server && Random.Shared.NextDouble() < options.CurrentValue.SampleRatio;
        return new SamplingResult(isWanted && TryTake() ? SamplingDecision.RecordAndSample : SamplingDecision.Drop);
    }

    // A second that turns under two callers at once lets a few more through; it is a bound for cost, not for counting.
    private bool TryTake()
    {
        var second = clock.GetUtcNow().ToUnixTimeSeconds();
        if (Interlocked.Exchange(ref _second, second) != second)
        {
            Volatile.Write(ref _taken, 0);
        }

        return Interlocked.Increment(ref _taken) <= options.CurrentValue.MaxPerSecond;
    }
}
