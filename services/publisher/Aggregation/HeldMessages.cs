namespace Platform.Publisher.Aggregation;

/// <summary>The messages of which some events are held, by delivery tag, with their number.</summary>
internal sealed class HeldMessages
{
    private readonly SortedDictionary<ulong, int> _held = [];

    public int Count => _held.Count;

    public ulong? Oldest => _held.Count == 0 ? null : _held.First().Key;

    public bool Contains(ulong deliveryTag) => _held.ContainsKey(deliveryTag);

    public void Hold(ulong deliveryTag) => _held[deliveryTag] = _held.GetValueOrDefault(deliveryTag) + 1;

    /// <summary>Lets go of one event; says whether it was the message's last that was held.</summary>
    public bool Release(ulong deliveryTag) => --_held[deliveryTag] == 0 && _held.Remove(deliveryTag);
}
