using Platform.Load.Measurements;

namespace Platform.Load.Reports;

/// <summary>What a run of <c>consume</c> found; the first reader is the one that the others are compared with.</summary>
internal sealed record ConsumeReport(IReadOnlyList<ReaderCost> Readers);

/// <summary>What one way of reading costs, the median of its rounds.</summary>
internal sealed record ReaderCost(string Name, double EventsPerSecond, double CpuMicroseconds)
{
    public static ReaderCost MedianOf(string name, IReadOnlyCollection<ReadingCost> rounds) =>
        new(name, Median(rounds.Select(round => round.EventsPerSecond)), Median(rounds.Select(round => round.CpuMicroseconds)));

    private static double Median(IEnumerable<double> values)
    {
        double[] sorted = [.. values.Order()];
        return (sorted[(sorted.Length - 1) / 2] + sorted[sorted.Length / 2]) / 2;
    }
}
