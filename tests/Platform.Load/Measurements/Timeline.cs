namespace Platform.Load.Measurements;

/// <summary>Latency by the second in which events were meant to be sent, so that a spike shows when it came.</summary>
internal sealed class Timeline
{
    // Each takes memory, and nobody reads more lines; a longer run has longer steps.
    private const int MaxSteps = 600;
    private const int Digits = 2;

    private readonly Durations?[] _steps;
    private readonly long _stepMicroseconds;

    /// <param name="length">How long events are sent that count.</param>
    public Timeline(TimeSpan length)
    {
        StepSeconds = (int)Math.Max(1, Math.Ceiling(length.TotalSeconds / MaxSteps));
        _stepMicroseconds = StepSeconds * 1_000_000L;
        _steps = new Durations?[(int)Math.Max(1, Math.Ceiling(length.TotalSeconds / StepSeconds))];
    }

    /// <summary>How long a step is.</summary>
    public int StepSeconds { get; }

    /// <param name="sentAt">When the event was meant to be sent, in microseconds since events count.</param>
    /// <param name="microseconds">How long it took.</param>
    public void Record(long sentAt, long microseconds)
    {
        ref var step = ref _steps[(int)Math.Clamp(sentAt / _stepMicroseconds, 0, _steps.Length - 1)];
        (Volatile.Read(ref step) ?? Interlocked.CompareExchange(ref step, new Durations(Digits), null) ?? step!).Record(microseconds);
    }

    /// <summary>The steps in their order; one in which nothing was sent, or of which nothing came, has no samples.</summary>
    public IReadOnlyList<TimelineStep> Summarize() =>
        [.. _steps.Select((step, index) => new TimelineStep(index * StepSeconds, (step ?? new Durations(Digits)).Summarize()))];
}

/// <summary>The latency of the events that were meant to be sent in one step.</summary>
/// <param name="Second">When it begins, in seconds since events count.</param>
/// <param name="Times">Their latency.</param>
internal sealed record TimelineStep(int Second, Percentiles Times);
