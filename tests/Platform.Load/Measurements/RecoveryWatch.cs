namespace Platform.Load.Measurements;

/// <summary>
/// When deliveries are as they were before a fault: by windows of a quarter of a second in which events were meant to be sent, how many
/// came later than a bound. Less than a twentieth is what "p95 below the bound" means.
/// </summary>
/// <param name="bound">The bound, in microseconds.</param>
internal sealed class RecoveryWatch(long bound)
{
    public const long Window = 250_000;

    private const int Windows = 4 * 3600;
    private const double LateShare = 0.05;

    // A second that is as before, so that one lucky window is not taken for the end.
    private const int InARow = 4;

    private long[] _all = new long[Windows], _late = new long[Windows];
    private long _strikeAt = long.MaxValue, _firstAt = long.MaxValue;

    /// <summary>The fault's time; what is meant to be sent from then on counts.</summary>
    public void Strike(long at)
    {
        (_all, _late) = (new long[Windows], new long[Windows]);
        Volatile.Write(ref _firstAt, long.MaxValue);
        Volatile.Write(ref _strikeAt, at);
    }

    /// <summary>From the fault to the first delivery of an event sent after it; <c>null</c> if there was none.</summary>
    public double? FirstAfterMs => Volatile.Read(ref _firstAt) is var first and < long.MaxValue ? (first - _strikeAt) / 1000.0 : null;

    /// <summary>How many came later than the bound.</summary>
    public long Late => _late.Sum();

    public void Note(long sentAt, long arrivedAt)
    {
        var strikeAt = Volatile.Read(ref _strikeAt);
        if (sentAt < strikeAt || (sentAt - strikeAt) / Window is var window && window >= Windows)
        {
            return;
        }

        Interlocked.Increment(ref _all[window]);
        if (arrivedAt - sentAt > bound)
        {
            Interlocked.Increment(ref _late[window]);
        }

        for (var first = Volatile.Read(ref _firstAt); arrivedAt < first; first = Volatile.Read(ref _firstAt))
        {
            if (Interlocked.CompareExchange(ref _firstAt, arrivedAt, first) == first)
            {
                return;
            }
        }
    }

    /// <summary>From the fault to the end of the last window whose p95 was above the bound; 0 if none was.</summary>
    public double DisturbedMs
    {
        get
        {
            var last = Enumerable.Range(0, Windows).LastOrDefault(IsDisturbed, -1);
            return (last + 1) * Window / 1000.0;
        }
    }

    /// <summary>Whether the second before a moment was as before the fault: events were sent and came in time.</summary>
    public bool IsOver(long now)
    {
        // What was sent in the last windows may still be under way, and in time.
        var end = (int)Math.Min(Windows, (now - bound - Volatile.Read(ref _strikeAt)) / Window);
        return end >= InARow && Enumerable.Range(end - InARow, InARow).All(window => Volatile.Read(ref _all[window]) > 0 && !IsDisturbed(window));
    }

    private bool IsDisturbed(int window) => Volatile.Read(ref _late[window]) > LateShare * Volatile.Read(ref _all[window]);
}
