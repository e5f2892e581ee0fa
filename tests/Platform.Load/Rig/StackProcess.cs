using System.Runtime.InteropServices;

namespace Platform.Load.Rig;

/// <summary>
/// A process of the stack, by its id and the time of its start, which tells it from a later process of the same id: no signal
/// ever reaches another.
/// </summary>
internal sealed record StackProcess(string Name, int Pid, string StartedAt)
{
    // As Linux numbers them on every architecture that .NET runs on.
    private const int Interrupted = 2, Kill9 = 9, Terminate = 15, Continue = 18, Stop = 19;

    private const int StateField = 3, ThreadsField = 20, StartField = 22;

    public bool IsAlive => StartOf(Pid) == StartedAt;

    public void Kill() => Signal(Kill9);

    public void AskToStop() => Signal(Terminate);

    /// <summary>Freezes it until the answer is disposed, or this tool ends, however it ends (but by SIGKILL).</summary>
    public IDisposable Freeze()
    {
        var frozen = new Frozen(this);
        Signal(Stop);
        return frozen;
    }

    /// <summary>When the process of an id started, in the kernel's own count; <c>null</c> if there is none, or only its remains.</summary>
    public static string? StartOf(int pid)
    {
        try
        {
            var fields = ProcFiles.Stat(pid);
            // A thread of a killed process may still wait for the disk, and its ports are taken until then.
            return fields[StateField] == "Z" && fields[ThreadsField] is ("0" or "1") ? null : fields[StartField];
        }
        catch (IOException)
        {
            return null;
        }
    }

    /// <summary>Ends a process that this tool started itself, as Ctrl-C would.</summary>
    public static void Interrupt(int ownChild) => _ = SendSignal(ownChild, Interrupted);

    private void Signal(int signal)
    {
        if (IsAlive)
        {
            _ = SendSignal(Pid, signal);
        }
    }

    [DllImport("libc", EntryPoint = "kill"), DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int SendSignal(int pid, int signal);

    private sealed class Frozen : IDisposable
    {
        private readonly StackProcess _process;

        public Frozen(StackProcess process)
        {
            _process = process;
            AppDomain.CurrentDomain.ProcessExit += OnEnd;
            AppDomain.CurrentDomain.UnhandledException += OnEnd;
        }

        public void Dispose()
        {
            _process.Signal(Continue);
            AppDomain.CurrentDomain.ProcessExit -= OnEnd;
            AppDomain.CurrentDomain.UnhandledException -= OnEnd;
        }

        private void OnEnd(object? sender, EventArgs e) => _process.Signal(Continue);
    }
}
