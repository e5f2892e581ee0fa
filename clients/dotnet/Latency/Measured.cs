using Platform.Contracts.Hub;

namespace Platform.Client.Latency;

/// <summary>Times since the last report, counted by what a node tells apart.</summary>
internal sealed class Measured
{
    // What a node takes in one report; six of the histograms are kept for the types that come last.
    private const int MostHistograms = 50 - 6;
    private const int MostPairs = 2_000;
    private const int MostEvents = 100_000;
    private const string Others = "other";

    private readonly Lock _lock = new();
    private Dictionary<(string Stage, string Priority, string Type), Dictionary<double, int>> _histograms = [];
    private int _pairs;
    private int _events;

    /// <param name="priority">The lane.</param>
    /// <param name="type">The event's type.</param>
    /// <param name="totalMs">From accepted to here.</param>
    /// <param name="clientMs">From written to here, where it is known.</param>
    public void Add(string priority, string type, double totalMs, double? clientMs)
    {
        lock (_lock)
        {
            if (_events == MostEvents)
            {
                return;
            }

            _events++;
            Count(ReportedStages.Total, priority, type, totalMs);
            if (clientMs is { } ms)
            {
                Count(ReportedStages.Client, priority, type, ms);
            }
        }
    }

    /// <summary>All there is, which is forgotten here; <c>null</c> where there is nothing.</summary>
    public IReadOnlyList<ReportedHistogram>? Take()
    {
        lock (_lock)
        {
            var taken = _histograms;
            (_histograms, _pairs, _events) = ([], 0, 0);
            return taken.Count == 0 ? null : [.. taken.Select(each => new ReportedHistogram(
                each.Key.Stage, each.Key.Priority, each.Key.Type, [.. each.Value.Select(pair => new[] { pair.Key, pair.Value })]))];
        }
    }

    private void Count(string stage, string priority, string type, double ms)
    {
        if (!_histograms.ContainsKey((stage, priority, type)) && _histograms.Count >= MostHistograms)
        {
            type = Others;
        }

        if (!_histograms.TryGetValue((stage, priority, type), out var counts))
        {
            _histograms[(stage, priority, type)] = counts = [];
        }

        var value = Rounded(Math.Max(ms, 0));
        if (counts.TryGetValue(value, out var count) || _pairs++ < MostPairs)
        {
            counts[value] = count + 1;
        }
    }

    // To two digits, as the platform keeps them.
    private static double Rounded(double ms)
    {
        if (ms == 0)
        {
            return 0;
        }

        var unit = Math.Pow(10, Math.Floor(Math.Log10(ms)) - 1);
        return Math.Round(Math.Round(ms / unit) * unit, 6);
    }
}
