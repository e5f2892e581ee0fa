namespace Platform.ServiceDefaults.Hosting;

/// <summary>Lets one log line in ten seconds tell of all that happened since the one before.</summary>
public sealed class RareLine(TimeProvider clock)
{
    private static readonly TimeSpan Quiet = TimeSpan.FromSeconds(10);

    private long _count;
    private long _toldOf;
    private long _toldAt;

    /// <summary>Something happened. Returns whether it is time for a line, and of how many it tells.</summary>
    public bool TryWrite(out long count)
    {
        var now = clock.GetTimestamp();
        var all = Interlocked.Increment(ref _count);
        var before = Interlocked.Read(ref _toldAt);
        if ((before == 0 || clock.GetElapsedTime(before, now) >= Quiet) && Interlocked.CompareExchange(ref _toldAt, now, before) == before)
        {
            count = all - Interlocked.Exchange(ref _toldOf, all);
            return true;
        }

        count = 0;
        return false;
    }
}
