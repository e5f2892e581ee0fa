using Platform.Publisher.Reading;

namespace Platform.Publisher.Aggregation;

/// <summary>
/// The order of a flush: the queue's, in which an aggregate stands where its newest event stood. So what <c>latest</c> leaves is
/// in the order in which it came.
/// </summary>
internal sealed class FlushOrder
{
    private readonly List<(Entry? Single, Aggregate? Aggregate)> _places = [];
    private readonly Dictionary<Aggregate, int> _placeOf = [];

    public void Add(Entry single) => _places.Add((single, null));

    /// <summary>Gives the aggregate the last place, and takes the one away that it had.</summary>
    public void Place(Aggregate aggregate)
    {
        if (_placeOf.TryGetValue(aggregate, out var former))
        {
            _places[former] = default;
        }

        _placeOf[aggregate] = _places.Count;
        _places.Add((null, aggregate));
    }

    public List<Entry> ToEntries()
    {
        List<Entry> entries = new(_places.Count);
        foreach (var (single, aggregate) in _places)
        {
            if ((single ?? aggregate?.ToEntry()) is { } entry)
            {
                entries.Add(entry);
            }
        }

        return entries;
    }
}
