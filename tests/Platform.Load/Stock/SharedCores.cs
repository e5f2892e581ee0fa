using System.Diagnostics;
using System.Globalization;
using Platform.Load.Rig;

namespace Platform.Load.Stock;

/// <summary>
/// How a process was started where cores are few (<c>scripts/cores.sh</c>). What is compared with the platform starts as its services did:
/// else the one that gives way would be compared with one that does not.
/// </summary>
/// <param name="IsBatch">Whether it has the scheduling policy <c>SCHED_BATCH</c>.</param>
/// <param name="MinWorkers">With how many worker threads it begins; <c>null</c>: as the runtime has it.</param>
internal sealed record SharedCores(bool IsBatch, string? MinWorkers)
{
    private const string MinWorkersName = "DOTNET_ThreadPool_ForceMinWorkerThreads";

    private const int PolicyField = 41;
    private const int BatchPolicy = 3;

    /// <summary>As the system has it.</summary>
    public static SharedCores None { get; } = new(false, null);

    /// <summary>As that process of this machine was started.</summary>
    public static SharedCores Of(int pid) => new(
        int.Parse(ProcFiles.Stat(pid)[PolicyField], CultureInfo.InvariantCulture) == BatchPolicy,
        Array.Find(ProcFiles.Environment(pid), line => line.StartsWith(MinWorkersName + '=', StringComparison.Ordinal))?[(MinWorkersName.Length + 1)..]);

    /// <summary>Another that is started the same way.</summary>
    public ProcessStartInfo Start(string program, params string[] arguments)
    {
        var start = IsBatch ? new ProcessStartInfo("chrt", ["--batch", "0", program, .. arguments]) : new ProcessStartInfo(program, arguments);
        if (MinWorkers is not null)
        {
            start.Environment[MinWorkersName] = MinWorkers;
        }

        return start;
    }
}
