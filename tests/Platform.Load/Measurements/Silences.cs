namespace Platform.Load.Measurements;

/// <summary>When nothing came to anybody: the pauses between two arrivals, whoever got them. Shorter ones are not kept.</summary>
internal sealed class Silences
{
    /// <summary>The shortest that is kept, in microseconds: what a busy machine does by itself is mostly below.</summary>
    public const long Shortest = 50_000;

    private readonly Lock _lock = new();
    private readonly List<Silence> _silences = [];

    /// <summary>Two arrivals that followed each other, on the run's clock. Called by any thread.</summary>
    public void Note(long before, long now)
    {
        if (now - before < Shortest)
        {
            return;
        }

        lock (_lock)
        {
            _silences.Add(new Silence(before, now));
        }
    }

    /// <summary>The longest that was under way between two times; <c>null</c> if none was as long as <see cref="Shortest"/>.</summary>
    public Silence? Longest(long from, long to)
    {
        lock (_lock)
        {
            return _silences.Where(silence => silence.To > from && silence.From < to).MaxBy(silence => silence.Length);
        }
    }

    /// <summary>How much longer nothing came after a moment, in microseconds; 0 if things came around it.</summary>
    public long LengthAfter(long moment)
    {
        lock (_lock)
        {
            return _silences.Find(silence => silence.From <= moment && silence.To > moment) is { } pause ? pause.To - moment : 0;
        }
    }
}

/// <summary>A pause between two arrivals, in microseconds on the run's clock.</summary>
internal sealed record Silence(long From, long To)
{
    public long Length => To - From;
}
