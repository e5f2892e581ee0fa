namespace Platform.Metrics.Window;

/// <summary>
/// What was measured within the last minute, five minutes and hour, each in sixty slots. Percentiles are taken from what is merged
/// here, never averaged.
/// </summary>
internal sealed class SlidingWindow(Timeline timeline)
{
    private readonly Lock _access = new();
    private readonly IReadOnlyDictionary<WindowLength, Ring> _rings = WindowLength.All.ToDictionary(window => window, window => new Ring(window));

    /// <summary>Adds what arrived in a second.</summary>
    public void Add(long second, IEnumerable<(Series Series, ValueCounts Values)> measured)
    {
        lock (_access)
        {
            foreach (var (series, values) in measured)
            {
                foreach (var ring in _rings.Values)
                {
                    ring.Add(second, series, values);
                }
            }
        }
    }

    /// <summary>Adds to a minute of the hour alone: one that was kept elsewhere.</summary>
    public void AddMinute(long minute, IEnumerable<(Series Series, ValueCounts Values)> measured)
    {
        lock (_access)
        {
            foreach (var (series, values) in measured)
            {
                _rings[WindowLength.Hour].Add(minute * 60, series, values);
            }
        }
    }

    /// <summary>What a minute holds.</summary>
    public IReadOnlyList<(Series Series, ValueCounts Values)> ReadMinute(long minute)
    {
        lock (_access)
        {
            return _rings[WindowLength.Hour].Find(minute) is { } slot ? Copy([slot]) : [];
        }
    }

    /// <summary>All that is in the window; a series comes once for each slot that has it.</summary>
    public IReadOnlyList<(Series Series, ValueCounts Values)> Read(WindowLength window)
    {
        lock (_access)
        {
            return Copy(_rings[window].Read(timeline.Second));
        }
    }

    /// <summary>The window slot by slot, each with the second that it begins at.</summary>
    public IReadOnlyList<(long Second, IReadOnlyList<(Series Series, ValueCounts Values)> Measured)> ReadSlots(WindowLength window)
    {
        lock (_access)
        {
            return [.. _rings[window].Read(timeline.Second).Select(slot => (slot.Number * window.SlotSeconds, (IReadOnlyList<(Series, ValueCounts)>)Copy([slot])))];
        }
    }

    /// <summary>What was measured in the newest seconds, a minute of them at most.</summary>
    public IReadOnlyList<(Series Series, ValueCounts Values)> ReadLast(int seconds)
    {
        lock (_access)
        {
            var now = timeline.Second;
            return Copy(_rings[WindowLength.Minute].Read(now).Where(slot => slot.Number > now - seconds));
        }
    }

    /// <summary>
    /// What was measured in the seconds after <paramref name="second"/>, which moves on: who asks again and again gets everything of the
    /// last minute, and nothing twice.
    /// </summary>
    public IReadOnlyList<(Series Series, ValueCounts Values)> ReadOn(ref long second)
    {
        lock (_access)
        {
            var (after, last) = (second, timeline.Second);
            second = last;
            return Copy(_rings[WindowLength.Minute].Read(last).Where(slot => slot.Number > after));
        }
    }

    private static List<(Series, ValueCounts)> Copy(IEnumerable<Slot> slots) =>
        [.. slots.SelectMany(slot => slot.Measured, (_, entry) => (entry.Key, entry.Value))];
}
