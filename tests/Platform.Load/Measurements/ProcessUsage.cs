using System.Globalization;
using Platform.Load.Rig;

namespace Platform.Load.Measurements;

/// <summary>What one process has used, from /proc.</summary>
/// <param name="CpuSeconds">User and system time since it started.</param>
/// <param name="MemoryBytes">Resident memory now.</param>
internal sealed record ProcessUsage(double CpuSeconds, long MemoryBytes)
{
    // Linux counts a process's time in hundredths of a second on every architecture that .NET runs on.
    private const double TicksPerSecond = 100;

    /// <summary>Reads it; <c>null</c> where there is no such process or no /proc.</summary>
    public static ProcessUsage? Read(int pid)
    {
        try
        {
            var fields = ProcFiles.Stat(pid);
            return new ProcessUsage((Number(fields[14]) + Number(fields[15])) / TicksPerSecond, Number(fields[24]) * Environment.SystemPageSize);
        }
        catch (IOException)
        {
            return null;
        }
    }

    private static long Number(string field) => long.Parse(field, CultureInfo.InvariantCulture);
}
