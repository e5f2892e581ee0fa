using HdrHistogram;

namespace Platform.Load.Measurements;

/// <summary>A stage's times, merged from the services' own histograms.</summary>
internal sealed class StageDistribution(HistogramBase times)
{
    /// <summary>Milliseconds; 0 where there are none.</summary>
    public double At(double percentile) => times.TotalCount == 0 ? 0 : times.GetValueAtPercentile(percentile) / 1000.0;

    public Percentiles Summarize() => new(times.TotalCount, At(50), At(95), At(99), At(99.9), At(100));

    /// <summary>
    /// What two stages that follow each other take together, at most, at a percentile: where 99.5 % stay within a bound in each, 99 %
    /// stay within the sum of the bounds in both. Histograms of parts say no more than that.
    /// </summary>
    public static double Bound(StageDistribution first, StageDistribution second, double percentile)
    {
        var each = 100 - ((100 - percentile) / 2);
        return first.At(each) + second.At(each);
    }
}
