using System.Globalization;

namespace Platform.Load.Measurements;

/// <summary>How many files, sockets among them, a process may have open, from /proc.</summary>
internal static class OpenFiles
{
    private const string Line = "Max open files";

    // The soft limit and the hard one follow each other; .NET raises its own to the hard one when it starts.
    private const int HardLimit = 1;

    /// <summary>The bound; <c>null</c> where there is none, no such process, or no /proc.</summary>
    public static long? LimitOf(int pid)
    {
        try
        {
            var line = File.ReadLines($"/proc/{pid}/limits").First(line => line.StartsWith(Line, StringComparison.Ordinal));
            var limits = line[Line.Length..].Split(' ', StringSplitOptions.RemoveEmptyEntries);
            return long.TryParse(limits[HardLimit], NumberStyles.None, CultureInfo.InvariantCulture, out var limit) ? limit : null;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }
}
