namespace Platform.Metrics.Window;

/// <summary>The newest slots of one length: a slot leaves as a whole once it is as old as the window is long.</summary>
internal sealed class Ring(WindowLength window)
{
    private readonly SortedList<long, Slot> _slots = [];

    public void Add(long second, Series series, ValueCounts values) => SlotOf(second).Add(series, values);

    /// <summary>The slots of the window that ends with a second, and no older ones any more.</summary>
    public IEnumerable<Slot> Read(long now)
    {
        var newest = now / window.SlotSeconds;
        while (_slots.Count > 0 && _slots.GetKeyAtIndex(0) <= newest - WindowLength.Slots)
        {
            _slots.RemoveAt(0);
        }

        return _slots.Values.Where(slot => slot.Number <= newest);
    }

    public Slot? Find(long number) => _slots.GetValueOrDefault(number);

    private Slot SlotOf(long second)
    {
        var number = second / window.SlotSeconds;
        if (_slots.TryGetValue(number, out var slot))
        {
            return slot;
        }

        // The one before is complete.
        if (_slots.Count > 0)
        {
            _slots.GetValueAtIndex(_slots.Count - 1).Bound();
        }

        return _slots[number] = new Slot(number);
    }
}
