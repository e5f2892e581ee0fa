namespace Platform.Metrics.Window;

/// <summary>What was measured in a few seconds that follow each other.</summary>
internal sealed class Slot(long number)
{
    private readonly Dictionary<Series, ValueCounts> _measured = [];

    public long Number => number;

    public IReadOnlyCollection<KeyValuePair<Series, ValueCounts>> Measured => _measured;

    public void Add(Series series, ValueCounts values) =>
        _measured[series] = _measured.TryGetValue(series, out var before) ? before.Merge(values) : values;

    /// <summary>Leaves the busiest types; what the others measured is kept as <c>other</c>.</summary>
    public void Bound()
    {
        var others = BusiestTypes.Others(_measured.Select(entry => (entry.Key, entry.Value)));
        foreach (var (series, values) in _measured.Where(entry => others.Contains(entry.Key.EventType)).ToList())
        {
            _measured.Remove(series);
            Add(series with { EventType = Series.OtherTypes }, values);
        }
    }
}
