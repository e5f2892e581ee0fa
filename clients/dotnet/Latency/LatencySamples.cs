namespace Platform.Client.Latency;

/// <summary>What the newest 100 samples say, in milliseconds.</summary>
public sealed record LatencySummary(int Count, double? P50, double? P95, double? P99);

/// <summary>The newest 100 samples.</summary>
internal sealed class LatencySamples
{
    private const int Kept = 100;

    private readonly Queue<double> _values = new();

    public void Add(double value)
    {
        lock (_values)
        {
            _values.Enqueue(value);
            if (_values.Count > Kept)
            {
                _values.Dequeue();
            }
        }
    }

    public LatencySummary Summarize()
    {
        lock (_values)
        {
            double[] sorted = [.. _values.Order()];
            // The nearest rank: always a value that was measured.
            double? Percentile(int percent) => sorted.Length == 0 ? null : sorted[Math.Max((int)Math.Ceiling(percent / 100.0 * sorted.Length) - 1, 0)];
            return new LatencySummary(sorted.Length, Percentile(50), Percentile(95), Percentile(99));
        }
    }
}
