namespace Platform.Metrics.Window;

/// <summary>
/// What arrived within the last minute, in slots of a second: a slot leaves as a whole once it is a minute old. Percentiles are
/// taken from what is merged here, never averaged.
/// </summary>
internal sealed class SlidingWindow(TimeProvider clock)
{
    public const int Seconds = 60;

    private readonly Lock _access = new();
    private readonly long _start = clock.GetTimestamp();
    private readonly Queue<Slot> _slots = new();
    private Slot? _newest;

    public void Add(IEnumerable<(Series Series, ValueCounts Values)> measured)
    {
        lock (_access)
        {
            var slot = Newest();
            foreach (var (series, values) in measured)
            {
                slot.Add(series, values);
            }
        }
    }

    /// <summary>All that is in the window; a series comes once for each slot that has it.</summary>
    public IReadOnlyList<(Series Series, ValueCounts Values)> Read()
    {
        lock (_access)
        {
            DropOld();
            return [.. _slots.SelectMany(slot => slot.Measured)];
        }
    }

    /// <summary>
    /// What arrived in the seconds after <paramref name="second"/> that are over, and moves it on to the last of these: who asks again
    /// and again gets everything, and nothing twice.
    /// </summary>
    public IReadOnlyList<(Series Series, ValueCounts Values)> ReadOn(ref long second)
    {
        lock (_access)
        {
            DropOld();
            var (after, last) = (second, Now - 1);
            second = last;
            return [.. _slots.Where(slot => slot.Second > after && slot.Second <= last).SelectMany(slot => slot.Measured)];
        }
    }

    private Slot Newest()
    {
        DropOld();
        if (_newest is null || _newest.Second != Now)
        {
            _newest = new Slot(Now);
            _slots.Enqueue(_newest);
        }

        return _newest;
    }

    private void DropOld()
    {
        while (_slots.TryPeek(out var oldest) && oldest.Second <= Now - Seconds)
        {
            _slots.Dequeue();
        }
    }

    // The monotonic clock: a step of the wall clock neither empties the window nor keeps anything in it.
    private long Now => (long)clock.GetElapsedTime(_start).TotalSeconds;

    private sealed class Slot(long second)
    {
        private readonly Dictionary<Series, ValueCounts> _measured = [];

        public long Second => second;

        public IEnumerable<(Series, ValueCounts)> Measured => _measured.Select(entry => (entry.Key, entry.Value));

        public void Add(Series series, ValueCounts values) =>
            _measured[series] = _measured.TryGetValue(series, out var before) ? before.Merge(values) : values;
    }
}
