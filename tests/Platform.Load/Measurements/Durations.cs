using HdrHistogram;

namespace Platform.Load.Measurements;

/// <summary>Durations of many threads in one histogram: microseconds, three digits, up to an hour (longer ones count as an hour).</summary>
internal sealed class Durations
{
    private const long Highest = 3_600_000_000;

    private readonly LongConcurrentHistogram _histogram = new(1, Highest, 3);

    public void Record(long microseconds) => _histogram.RecordValue(Math.Clamp(microseconds, 0, Highest));

    public Percentiles Summarize() => _histogram.TotalCount == 0
        ? new Percentiles(0, 0, 0, 0, 0, 0)
        : new Percentiles(_histogram.TotalCount, At(50), At(95), At(99), At(99.9), At(100));

    private double At(double percentile) => _histogram.GetValueAtPercentile(percentile) / 1000.0;
}

/// <summary>A distribution, in milliseconds.</summary>
internal sealed record Percentiles(long Count, double P50, double P95, double P99, double P999, double Max);
