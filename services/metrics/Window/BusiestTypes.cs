namespace Platform.Metrics.Window;

/// <summary>Bounds how many event types are told apart: the busiest keep their names, the others are <see cref="Series.OtherTypes"/>.</summary>
internal static class BusiestTypes
{
    // As many as a service reports at most; services, versions and seconds may differ in which.
    private const int Max = 100;

    /// <summary>The types that are not among the busiest.</summary>
    public static IReadOnlySet<string> Others(IEnumerable<(Series Series, ValueCounts Values)> measured) => measured
        .Where(one => one.Series.EventType != Series.OtherTypes)
        .GroupBy(one => one.Series.EventType, one => one.Values.Total)
        // By name where they are equally busy: every replica must leave the same.
        .OrderByDescending(type => type.Sum()).ThenBy(type => type.Key, StringComparer.Ordinal)
        .Skip(Max)
        .Select(type => type.Key)
        .ToHashSet(StringComparer.Ordinal);
}
