using System.Text;

namespace Platform.Load.Rig;

/// <summary>What Linux says of a process of this machine, see proc(5). They throw an <see cref="IOException"/> where there is no such process.</summary>
internal static class ProcFiles
{
    /// <summary>Its <c>stat</c>, by the numbers of the fields in proc(5); from 3 on, behind the name.</summary>
    public static string[] Stat(int pid)
    {
        var stat = File.ReadAllText($"/proc/{pid}/stat");
        // The name in parentheses may hold anything.
        return ["", "", "", .. stat[(stat.LastIndexOf(')') + 2)..].Split(' ')];
    }

    /// <summary>What it was started with, each as <c>NAME=value</c>.</summary>
    public static string[] Environment(int pid) =>
        Encoding.UTF8.GetString(File.ReadAllBytes($"/proc/{pid}/environ")).Split('\0', StringSplitOptions.RemoveEmptyEntries);
}
