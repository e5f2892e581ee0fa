namespace Platform.Metrics.Window;

/// <summary>What was measured in a few seconds that follow each other.</summary>
internal sealed class Slot(long number)
{
    // As many as a service reports at most; versions and services may differ in which.
    private const int MaxTypes = 100;

    private readonly Dictionary<Series, ValueCounts> _measured = [];

    public long Number => number;

    public IReadOnlyCollection<KeyValuePair<Series, ValueCounts>> Measured => _measured;

    public void Add(Series series, ValueCounts values) =>
        _measured[series] = _measured.TryGetValue(series, out var before) ? before.Merge(values) : values;

    /// <summary>Leaves the busiest types; what the others measured is kept as <c>other</c>.</summary>
    public void Bound()
    {
        var types = _measured.GroupBy(entry => entry.Key.EventType, entry => entry.Value.Total).ToList();
        if (types.Count <= MaxTypes)
        {
            return;
        }

        // By name where they are equally busy: every replica must leave the same.
        var rare = types.OrderByDescending(type => type.Sum()).ThenBy(type => type.Key, StringComparer.Ordinal).Skip(MaxTypes).Select(type => type.Key).ToHashSet();
        foreach (var (series, values) in _measured.Where(entry => rare.Contains(entry.Key.EventType)).ToList())
        {
            _measured.Remove(series);
            Add(series with { EventType = Series.OtherTypes }, values);
        }
    }
}
