namespace Platform.Load.Producers;

/// <summary>
/// When what is sent, fixed before the run: bundle after bundle at an even rate, first those of the warm-up, then those that
/// count. A stall of the platform, or of the tool, moves no send time, and so shows in the latencies in full.
/// </summary>
/// <param name="EventsPerSecond">The rate.</param>
/// <param name="BundleSize">The events of one bundle; they are due together.</param>
/// <param name="WarmupEvents">Events before those that count.</param>
/// <param name="CountedEvents">Events that count.</param>
internal sealed record Schedule(double EventsPerSecond, int BundleSize, long WarmupEvents, long CountedEvents)
{
    public long Events => WarmupEvents + CountedEvents;

    public long Bundles => (Events + BundleSize - 1) / BundleSize;

    /// <summary>How many bundles are sent before the first that counts.</summary>
    public long WarmupBundles => WarmupEvents / BundleSize;

    public TimeSpan Length => TimeSpan.FromSeconds(Events / EventsPerSecond);

    /// <summary>
    /// When a bundle is due, in microseconds from the start. On a grid of one millisecond, as the pacer wakes: between its
    /// points an event's latency would begin with a wait of our own.
    /// </summary>
    public long DueAt(long bundle) => (long)(bundle * BundleSize / EventsPerSecond * 1000) * 1000;

    /// <summary>How many events the bundle has; the last one has the rest.</summary>
    public int SizeOf(long bundle) => (int)Math.Min(BundleSize, Events - (bundle * BundleSize));

    /// <summary>A schedule whose warm-up is whole bundles.</summary>
    public static Schedule Of(double eventsPerSecond, int bundleSize, TimeSpan warmup, long countedEvents)
    {
        var bundles = (long)Math.Ceiling(warmup.TotalSeconds * eventsPerSecond / bundleSize);
        return new Schedule(eventsPerSecond, bundleSize, bundles * bundleSize, countedEvents);
    }
}
