using System.Collections.Concurrent;
using Platform.Contracts.Lanes;
using Platform.Contracts.Latency;

namespace Platform.ServiceDefaults.Latency;

/// <summary>
/// Records how long events took, by stage, lane and event type, for the digests. It stands on the hot path: one look-up and one
/// atomic addition. Types are bounded to the first 100 that come; the rest counts as <c>other</c>.
/// </summary>
public sealed class LatencyRecorder
{
    private const int MaxTypes = 100;
    private const string Other = "other";

    private static readonly int Stages = Enum.GetValues<Stage>().Length;

    private readonly ConcurrentDictionary<string, TypeCounters> _types = new(StringComparer.Ordinal);
    private readonly TypeCounters _other = new();
    private readonly Lock _adding = new();
    private volatile bool _isFull;

    /// <summary>Records the time of one event, or of several that share it.</summary>
    public void Record(Stage stage, Lane lane, string eventType, double milliseconds, int count = 1)
    {
        if (!_types.TryGetValue(eventType, out var type))
        {
            type = _isFull ? _other : Add(eventType);
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
            type.TakeInto(taken, eventType);
        }

        _other.TakeInto(taken, Other);
        return taken;
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

        public SeriesCounters For(Stage stage, Lane lane)
        {
            ref var series = ref _series[((int)stage * LaneNames.All.Count) + (int)lane];
            return Volatile.Read(ref series) ?? Interlocked.CompareExchange(ref series, new SeriesCounters(), null) ?? series;
        }

        public void TakeInto(List<StageHistogram> taken, string eventType)
        {
            for (var i = 0; i < _series.Length; i++)
            {
                if (Volatile.Read(ref _series[i])?.Take() is { Length: > 0 } counts)
                {
                    var (stage, lane) = Math.DivRem(i, LaneNames.All.Count);
                    taken.Add(new StageHistogram((Stage)stage, (Lane)lane, eventType, LatencyHistogram.Encode(counts)));
                }
            }
        }
    }
}
