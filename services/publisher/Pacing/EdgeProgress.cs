namespace Platform.Publisher.Pacing;

/// <summary>
/// How far the edge nodes have come with a lane's frames: which markers came back from which node. What counts is the median node, of two
/// the faster: one that lags does not hold up the others, it catches up from history.
/// </summary>
internal sealed class EdgeProgress(TimeProvider clock)
{
    /// <summary>How many events go between two markers, where many are sent.</summary>
    public const int EventsAMarker = 100;

    /// <summary>How long they may take, where few are.</summary>
    public static readonly TimeSpan MarkerInterval = TimeSpan.FromMilliseconds(250);

    /// <summary>A node that owes a marker, and has sent none back, for longer is not waited for until it does.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(1);

    // Who owes one for longer owes later ones as well: no more are kept.
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(5);

    private readonly Lock _gate = new();
    private readonly Queue<Sent> _markers = new();
    private readonly Dictionary<string, (long Number, long At)> _nodes = new(StringComparer.Ordinal);
    private TaskCompletionSource? _change;
    private Sent _last = new(0, clock.GetTimestamp(), 0);
    private long _arrived;
    private long _appended;

    /// <summary>Counts what Redis has got. Returns the number of the marker that is to be sent behind it, if it is time for one.</summary>
    public long? Appended(int events)
    {
        lock (_gate)
        {
            _appended += events;
            if (_appended - _last.Events < EventsAMarker && clock.GetElapsedTime(_last.At) < MarkerInterval)
            {
                return null;
            }

            _last = new Sent(_last.Number + 1, clock.GetTimestamp(), _appended);
            _markers.Enqueue(_last);
            return _last.Number;
        }
    }

    /// <summary>A marker came back from a node.</summary>
    public void CameBack(string node, long number)
    {
        TaskCompletionSource? change;
        lock (_gate)
        {
            _nodes[node] = (Math.Max(number, _nodes.GetValueOrDefault(node).Number), clock.GetTimestamp());
            (change, _change) = (_change, null);
        }

        change?.TrySetResult();
    }

    /// <summary>How far the lane is ahead of the nodes: by how many events, and for how long they have owed the oldest marker. None when no node answers.</summary>
    public (TimeSpan Age, long Events) Lead()
    {
        lock (_gate)
        {
            Forget();
            if (_nodes.Count == 0)
            {
                return default;
            }

            var median = _nodes.Values.Select(node => node.Number).OrderDescending().ElementAt((_nodes.Count - 1) / 2);
            var arrived = _arrived;
            foreach (var marker in _markers)
            {
                if (marker.Number > median)
                {
                    return (clock.GetElapsedTime(marker.At), _appended - arrived);
                }

                arrived = marker.Events;
            }

            return default;
        }
    }

    /// <summary>Done when a further marker has come back after this call.</summary>
    public Task WhenChanged()
    {
        lock (_gate)
        {
            return (_change ??= new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously)).Task;
        }
    }

    // Nodes that are silent, and markers that nobody owes. A node that is late but answers still counts: it is what the lane waits for.
    private void Forget()
    {
        foreach (var (node, (number, at)) in _nodes)
        {
            if (clock.GetElapsedTime(at) > Patience && _markers.Any(marker => marker.Number > number && clock.GetElapsedTime(marker.At) > Patience))
            {
                _nodes.Remove(node);
            }
        }

        while (_markers.TryPeek(out var oldest)
            && (clock.GetElapsedTime(oldest.At) > Longest || (_nodes.Count > 0 && _nodes.Values.All(node => node.Number >= oldest.Number))))
        {
            _arrived = _markers.Dequeue().Events;
        }
    }

    private readonly record struct Sent(long Number, long At, long Events);
}
