using System.Runtime.InteropServices;
using Platform.Load.Measurements;

namespace Platform.Load.Producers;

/// <summary>Sleeps to within about 60 microseconds; Thread.Sleep counts whole milliseconds.</summary>
internal static class FineSleep
{
    private const long LongestMicroseconds = 100_000;

    /// <summary>Returns at a time of the clock, or soon after <paramref name="stop"/>.</summary>
    public static void Until(RunClock clock, long time, CancellationToken stop)
    {
        while (clock.Now is var now && now < time && !stop.IsCancellationRequested)
        {
            Sleep(Math.Min(time - now, LongestMicroseconds));
        }
    }

    private static void Sleep(long microseconds)
    {
        if (OperatingSystem.IsWindows())
        {
            Thread.Sleep((int)Math.Max(1, microseconds / 1000));
            return;
        }

        var duration = new Timespec(Seconds: 0, (nint)(microseconds * 1000));
        // Interrupted by a signal it returns early; the caller looks at the clock again.
        _ = Nanosleep(in duration, IntPtr.Zero);
    }

    [DllImport("libc", EntryPoint = "nanosleep"), DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int Nanosleep(in Timespec duration, IntPtr remaining);

    private readonly record struct Timespec(nint Seconds, nint Nanoseconds);
}
