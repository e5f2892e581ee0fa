namespace Platform.Metrics.Window;

/// <summary>
/// The newest second of which everything is known. It goes by Redis' clock, in which the digests were written down, so that replicas that
/// have come to the same second give the same answers.
/// </summary>
internal sealed class Timeline
{
    private long _second;

    /// <summary>Seconds since 1970.</summary>
    public long Second => Volatile.Read(ref _second);

    public void MoveTo(long second) => Volatile.Write(ref _second, second);
}
