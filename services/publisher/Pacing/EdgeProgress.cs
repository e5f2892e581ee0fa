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

    /// <summary>A node that owes a marker for longer is not waited for, until it sends one back.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(1);

    private readonly Lock _gate = new();
    private readonly Queue<Sent> _markers = new();
    private readonly Dictionary<string, long> _nodes = new(StringComparer.Ordinal);
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
            _nodes[node] = Math.Max(number, _nodes.GetValueOrDefault(node));
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
            if (_nodes.Count == 0 || _markers.Count == 0)
            {
                return default;
            }

            var median = _nodes.Values.OrderDescending().ElementAt((_nodes.Count - 1) / 2);
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

    // Markers that all nodes have sent back, nodes that owe one for too long, and then markers that only those owed.
    private void Forget()
    {
        while (_markers.TryPeek(out var oldest))
        {
            if (clock.GetElapsedTime(oldest.At) > Patience)
            {
                foreach (var node in _nodes.Where(node => node.Value < oldest.Number).ToList())
                {
                    _nodes.Remove(node.Key);
                }
            }
            else if (_nodes.Count == 0 || _nodes.Values.Min() < oldest.Number)
            {
                return;
            }

            _arrived = _markers.Dequeue().Events;
        }
    }

    private readonly record struct Sent(long Number, long At, long Events);
}
