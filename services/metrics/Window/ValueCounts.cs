using System.Diagnostics.CodeAnalysis;
using HdrHistogram;
using Platform.ServiceDefaults.Latency;

namespace Platform.Metrics.Window;

/// <summary>
/// How often each value was recorded, in ascending order: a histogram without its empty counters, of which a second's has some
/// 2,000, so that a window of all series fits into memory.
/// </summary>
internal sealed record ValueCounts((int Microseconds, int Count)[] Values)
{
    public static ValueCounts Decode(byte[] histogram) => new(
        LatencyHistogram.Decode(histogram).RecordedValues()
            .Select(value => ((int)Math.Min(value.ValueIteratedTo, LatencyHistogram.HighestMicroseconds), (int)value.CountAtValueIteratedTo))
            .ToArray());

    /// <summary>As <see cref="Decode"/>, of bytes that may be anything; one without a value has no percentiles, and is none.</summary>
    public static bool TryDecode(byte[] histogram, [NotNullWhen(true)] out ValueCounts? values)
    {
        try
        {
            values = Decode(histogram);
        }
        catch (Exception e) when (e is not OutOfMemoryException)
        {
            // The package says it in many ways, and means the same.
            values = null;
        }

        return values is { Values.Length: > 0 };
    }

    public long Total => Values.Sum(value => (long)value.Count);

    public ValueCounts Merge(ValueCounts other)
    {
        var merged = new List<(int Microseconds, int Count)>(Values.Length + other.Values.Length);
        var (left, right) = (0, 0);
        while (left < Values.Length && right < other.Values.Length)
        {
            var (mine, theirs) = (Values[left], other.Values[right]);
            merged.Add((Math.Min(mine.Microseconds, theirs.Microseconds),
                (mine.Microseconds <= theirs.Microseconds ? mine.Count : 0) + (theirs.Microseconds <= mine.Microseconds ? theirs.Count : 0)));
            left += mine.Microseconds <= theirs.Microseconds ? 1 : 0;
            right += theirs.Microseconds <= mine.Microseconds ? 1 : 0;
        }

        merged.AddRange(Values.AsSpan(left));
        merged.AddRange(other.Values.AsSpan(right));
        return new ValueCounts([.. merged]);
    }

    public void AddTo(HistogramBase histogram)
    {
        foreach (var (microseconds, count) in Values)
        {
            histogram.RecordValueWithCount(microseconds, count);
        }
    }
}
