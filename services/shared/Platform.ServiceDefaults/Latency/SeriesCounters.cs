namespace Platform.ServiceDefaults.Latency;

/// <summary>
/// The counters of one stage, lane and event type. Recording is one atomic addition, and taking exchanges each counter for zero,
/// so that no lock is held and every record is in exactly one digest.
/// </summary>
internal sealed class SeriesCounters
{
    private readonly int[] _counters = new int[LatencyHistogram.Length];

    public void Add(double milliseconds, int count) => Interlocked.Add(ref _counters[LatencyHistogram.IndexOf(milliseconds)], count);

    /// <summary>Takes the counts up to the highest value that was recorded; empty if nothing was.</summary>
    public long[] Take()
    {
        var taken = new long[_counters.AsSpan().LastIndexOfAnyExcept(0) + 1];
        for (var i = 0; i < taken.Length; i++)
        {
            if (_counters[i] != 0)
            {
                taken[i] = Interlocked.Exchange(ref _counters[i], 0);
            }
        }

        return taken;
    }
}
