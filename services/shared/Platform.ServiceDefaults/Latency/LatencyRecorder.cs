using System.Collections.Concurrent;
using Platform.Contracts.Lanes;
using Platform.Contracts.Latency;

namespace Platform.ServiceDefaults.Latency;

/// <summary>
/// Records how long events took, by stage, lane and event type, for the digests. It stands on the hot path: one look-up and one
/// atomic addition. The 100 busiest types have a place of their own, the rest counts as <c>other</c>; once a minute those that became
/// busier take the places of those that are not any more.
/// </summary>
public sealed class LatencyRecorder
{
    private const int MaxTypes = 100;
    private const string Other = "other";

    // Takes are a second apart.
    private const int TakesBetweenChanges = 60;

    private static readonly int Stages = Enum.GetValues<Stage>().Length;

    private readonly DigestMetrics? _metrics;
    private readonly ConcurrentDictionary<string, TypeCounters> _types = new(StringComparer.Ordinal);
    private readonly TypeCounters _other = new();
    private readonly WaitingTypes _waiting = new();
    private readonly Lock _adding = new();
    private IReadOnlyList<(string EventType, TypeCounters Counters)> _left = [];
    private volatile bool _isFull;
    private int _takes;

    /// <summary>A recorder whose digests are its only output.</summary>
    public LatencyRecorder()
    {
    }

    internal LatencyRecorder(DigestMetrics metrics) => _metrics = metrics;

    /// <summary>Records the time of one event, or of several that share it.</summary>
    public void Record(Stage stage, Lane lane, string eventType, double milliseconds, int count = 1)
    {
        if (!_types.TryGetValue(eventType, out var type))
        {
            type = _isFull ? Wait(eventType, count) : Add(eventType);
        }

        type.For(stage, lane).Add(milliseconds, count);
    }

    /// <summary>
    /// As <see cref="Record"/>, but a type that nobody recorded before counts as <c>other</c>: what strangers name must not take a place.
    /// </summary>
    public void RecordKnown(Stage stage, Lane lane, string eventType, double milliseconds, int count) =>
        (_types.GetValueOrDefault(eventType) ?? _other).For(stage, lane).Add(milliseconds, count);

    /// <summary>Takes what was recorded since the call before.</summary>
    public IReadOnlyList<StageHistogram> Take()
    {
        var taken = new List<StageHistogram>();
        foreach (var (eventType, type) in _types)
        {
            type.TakeInto(taken, eventType, _metrics);
        }

        // Whoever looked one up before it left has long recorded in it.
        foreach (var (eventType, type) in _left)
        {
            type.TakeInto(taken, eventType, _metrics);
        }

        _other.TakeInto(taken, Other, _metrics);
        _left = ++_takes % TakesBetweenChanges == 0 ? Change() : [];
        return taken;
    }

    private TypeCounters Wait(string eventType, int count)
    {
        _waiting.Count(eventType, count);
        return _other;
    }

    // Those that wait take the places of types that were less than half as busy, so that equals do not change places for ever.
    private List<(string, TypeCounters)> Change()
    {
        List<(string, TypeCounters)> left = [];
        var places = new Queue<(string EventType, TypeCounters Counters, long Count)>(
            _types.Select(type => (type.Key, type.Value, type.Value.TakeCount())).OrderBy(type => type.Item3));
        foreach (var (eventType, count) in _waiting.Take().OrderByDescending(type => type.Count))
        {
            if (!places.TryDequeue(out var place) || place.Count * 2 >= count)
            {
                break;
            }

            _types.TryRemove(place.EventType, out _);
            _types.TryAdd(eventType, new TypeCounters());
            left.Add((place.EventType, place.Counters));
        }

        return left;
    }

    private TypeCounters Add(string eventType)
    {
        lock (_adding)
        {
            if (_isFull)
            {
                return _types.GetValueOrDefault(eventType, _other);
            }

            var type = _types.GetOrAdd(eventType, static _ => new TypeCounters());
            _isFull = _types.Count >= MaxTypes;
            return type;
        }
    }

    private sealed class TypeCounters
    {
        private readonly SeriesCounters?[] _series = new SeriesCounters?[Stages * LaneNames.All.Count];
        private long _count;

        public SeriesCounters For(Stage stage, Lane lane)
        {
            ref var series = ref _series[((int)stage * LaneNames.All.Count) + (int)lane];
            return Volatile.Read(ref series) ?? Interlocked.CompareExchange(ref series, new SeriesCounters(), null) ?? series;
        }

        /// <summary>What was taken since the call before.</summary>
        public long TakeCount()
        {
            var count = _count;
            _count = 0;
            return count;
        }

        public void TakeInto(List<StageHistogram> taken, string eventType, DigestMetrics? metrics)
        {
            for (var i = 0; i < _series.Length; i++)
            {
                if (Volatile.Read(ref _series[i])?.Take() is { Length: > 0 } counts)
                {
                    var (stage, lane) = Math.DivRem(i, LaneNames.All.Count);
                    taken.Add(new StageHistogram((Stage)stage, (Lane)lane, eventType, LatencyHistogram.Encode(counts)));
                    _count += counts.Sum();
                    metrics?.Took((Stage)stage, (Lane)lane, counts);
                }
            }
        }
    }
}
