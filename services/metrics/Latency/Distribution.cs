using HdrHistogram;
using Platform.Metrics.Window;
using Platform.ServiceDefaults.Latency;

namespace Platform.Metrics.Latency;

/// <summary>What several series amount to when they are merged. Times are in milliseconds.</summary>
internal sealed class Distribution
{
    private readonly LongHistogram _merged = LatencyHistogram.Create();
    private readonly double _sum;

    public Distribution(IEnumerable<ValueCounts> parts)
    {
        foreach (var part in parts)
        {
            part.AddTo(_merged);
        }

        Min = double.PositiveInfinity;
        foreach (var value in _merged.RecordedValues())
        {
            _sum += _merged.MedianEquivalentValue(value.ValueIteratedTo) * (double)value.CountAtValueIteratedTo;
            Min = Math.Min(Min, Milliseconds(_merged.LowestEquivalentValue(value.ValueIteratedTo)));
            Max = Milliseconds(_merged.HighestEquivalentValue(value.ValueIteratedTo));
        }
    }

    public long Count => _merged.TotalCount;

    public double Min { get; }

    public double Max { get; }

    public double Mean => Milliseconds(_sum / Count);

    public double Percentile(double percentile) => Milliseconds(_merged.GetValueAtPercentile(percentile));

    /// <summary>The share that surely took less; values that the histogram can't tell from the limit do not count.</summary>
    public double PercentageUnder(int milliseconds)
    {
        var limit = _merged.LowestEquivalentValue(milliseconds * 1000L);
        var under = _merged.RecordedValues().Where(value => value.ValueIteratedTo < limit).Sum(value => value.CountAtValueIteratedTo);
        return Math.Round(100.0 * under / Count, 3);
    }

    private static double Milliseconds(double microseconds) => Math.Round(microseconds / 1000, 3);
}
