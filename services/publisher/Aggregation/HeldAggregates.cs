using System.Diagnostics.CodeAnalysis;

namespace Platform.Publisher.Aggregation;

/// <summary>The aggregates that wait for their windows to end: one a key, and the one that is due first.</summary>
internal sealed class HeldAggregates
{
    private readonly Dictionary<AggregateKey, Aggregate> _open = [];

    // Those that were closed before their time stay here until it comes.
    private readonly PriorityQueue<Aggregate, double> _due = new();

    /// <summary>When the first one is due, in milliseconds since 1970.</summary>
    public double? NextDue => TryPeek(out var first) ? first.DueAt : null;

    public Aggregate? Find(AggregateKey key) => _open.GetValueOrDefault(key);

    /// <summary>Holds an aggregate that has its first event.</summary>
    public void Hold(Aggregate aggregate)
    {
        _open.Add(aggregate.Key, aggregate);
        _due.Enqueue(aggregate, aggregate.DueAt);
    }

    public void Close(Aggregate aggregate) => _open.Remove(aggregate.Key);

    /// <summary>Closes those that are due, in the order in which they are.</summary>
    public IEnumerable<Aggregate> CloseDue(double now)
    {
        while (TryPeek(out var first) && first.DueAt <= now)
        {
            Close(first);
            yield return first;
        }
    }

    private bool TryPeek([NotNullWhen(true)] out Aggregate? first)
    {
        while (_due.TryPeek(out first, out _))
        {
            if (_open.TryGetValue(first.Key, out var open) && open == first)
            {
                return true;
            }

            _due.Dequeue();
        }

        return false;
    }
}
