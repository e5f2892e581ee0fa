namespace Platform.Load.Subscribers;

/// <summary>What the platform told the clients of a run besides events. Counted once a client.</summary>
internal sealed class Notices
{
    private long _gaps, _epochs, _draining;

    /// <summary>What was told until now.</summary>
    public NoticeCounts Counts => new(Interlocked.Read(ref _gaps), Interlocked.Read(ref _epochs), Interlocked.Read(ref _draining));

    public void Gap() => Interlocked.Increment(ref _gaps);

    public void Epoch() => Interlocked.Increment(ref _epochs);

    public void Draining() => Interlocked.Increment(ref _draining);
}

/// <summary>How often clients were told something.</summary>
/// <param name="Gaps">That events are gone.</param>
/// <param name="Epochs">That their channel's history began anew.</param>
/// <param name="Draining">That their node leaves.</param>
internal sealed record NoticeCounts(long Gaps, long Epochs, long Draining)
{
    public NoticeCounts Since(NoticeCounts before) => new(Gaps - before.Gaps, Epochs - before.Epochs, Draining - before.Draining);
}
