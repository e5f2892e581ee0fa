namespace Platform.ServiceDefaults.Latency;

/// <summary>Times on the wire: milliseconds since 1970, with fraction.</summary>
public static class LatencyClock
{
    /// <summary>Now, in milliseconds since 1970.</summary>
    public static double NowMs(this TimeProvider clock) =>
        (clock.GetUtcNow().Ticks - DateTimeOffset.UnixEpoch.Ticks) / (double)TimeSpan.TicksPerMillisecond;
}
