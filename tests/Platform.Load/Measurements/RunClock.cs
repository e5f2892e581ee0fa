using System.Diagnostics;

namespace Platform.Load.Measurements;

/// <summary>
/// The one clock of a run: microseconds since it began, on a clock that nobody sets. Both ends of every latency are read from it.
/// </summary>
internal sealed class RunClock
{
    private readonly long _start = Stopwatch.GetTimestamp();
    private readonly double _startMs = (DateTime.UtcNow - DateTime.UnixEpoch).TotalMilliseconds;

    /// <summary>Microseconds since the run began.</summary>
    public long Now => Stopwatch.GetElapsedTime(_start).Ticks / TimeSpan.TicksPerMicrosecond;

    /// <summary>A time on the wire (milliseconds since 1970, with fraction) on this clock.</summary>
    public long FromWire(double milliseconds) => (long)((milliseconds - _startMs) * 1000);
}
