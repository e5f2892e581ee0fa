namespace Platform.Load.Measurements;

/// <summary>How deliveries went before a moment of the run, and from it on. An event belongs to where it was meant to be sent.</summary>
internal sealed class BeforeAndAfter
{
    private long _from = long.MaxValue, _moment = long.MaxValue;

    public DeliverySpan Before { get; } = new();

    public DeliverySpan After { get; } = new();

    /// <summary>Events that are meant to be sent from then on count; those before warm up.</summary>
    public void CountFrom(long sentAt) => Volatile.Write(ref _from, sentAt);

    /// <summary>The moment.</summary>
    public void SplitAt(long sentAt) => Volatile.Write(ref _moment, sentAt);

    /// <summary>Where an event belongs; <c>null</c> while warming up.</summary>
    public DeliverySpan? Of(long sentAt) =>
        sentAt < Volatile.Read(ref _from) ? null : sentAt < Volatile.Read(ref _moment) ? Before : After;
}

/// <summary>The deliveries of a part of the run, of all clients together.</summary>
internal sealed class DeliverySpan
{
    private readonly Durations _times = new();
    private readonly Durations _silences = new();

    /// <param name="microseconds">From when it was meant to be sent until it was there.</param>
    /// <param name="silence">How long the client had got nothing before.</param>
    public void Record(long microseconds, long silence)
    {
        _times.Record(microseconds);
        _silences.Record(silence);
    }

    /// <summary>Takes the samples of another part over.</summary>
    public void Add(DeliverySpan other)
    {
        _times.Add(other._times);
        _silences.Add(other._silences);
    }

    public SpanFigures Summarize() => new(_times.Summarize(), _silences.Summarize().Max);
}

/// <summary>A part of the run in figures, milliseconds.</summary>
internal sealed record SpanFigures(Percentiles Times, double LongestSilence);
