using HdrHistogram;

namespace Platform.Load.Measurements;

/// <summary>Durations of many threads in one histogram: microseconds, up to an hour (longer ones count as an hour).</summary>
/// <param name="digits">How many digits of each are kept; three take 190 KB, two 25 KB.</param>
internal sealed class Durations(int digits = 3)
{
    private const long Highest = 3_600_000_000;

    private readonly LongConcurrentHistogram _histogram = new(1, Highest, digits);

    public void Record(long microseconds) => _histogram.RecordValue(Math.Clamp(microseconds, 0, Highest));

    /// <summary>Takes the samples of another one over. Percentiles of several runs come from their merged samples.</summary>
    public void Add(Durations other) => _histogram.Add(other._histogram);

    public Percentiles Summarize() => _histogram.TotalCount == 0
        ? new Percentiles(0, 0, 0, 0, 0, 0)
        : new Percentiles(_histogram.TotalCount, At(50), At(95), At(99), At(99.9), At(100));

    private double At(double percentile) => _histogram.GetValueAtPercentile(percentile) / 1000.0;
}

/// <summary>A distribution, in milliseconds.</summary>
internal sealed record Percentiles(long Count, double P50, double P95, double P99, double P999, double Max);
