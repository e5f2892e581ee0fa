using System.Globalization;

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
            var stat = File.ReadAllText($"/proc/{pid}/stat");
            // The name in parentheses may hold anything; the numbers begin behind it, with the third field.
            var fields = stat[(stat.LastIndexOf(')') + 2)..].Split(' ');
            return new ProcessUsage((Number(fields[11]) + Number(fields[12])) / TicksPerSecond, Number(fields[21]) * Environment.SystemPageSize);
        }
        catch (IOException)
        {
            return null;
        }
    }

    private static long Number(string field) => long.Parse(field, CultureInfo.InvariantCulture);
}
