using System.Diagnostics;
using System.Globalization;
using Platform.Load.Rig;

namespace Platform.Load.Measurements;

/// <summary>
/// Where a process spends its CPU time, as the kernel samples it (perf): its own methods, the runtime and the kernel alike. The runtime
/// stops threads only at safe points, so what it samples itself names the wrong methods.
/// </summary>
internal sealed class CpuProfile
{
    // The runtime writes down where its compiled methods are, and keeps them where perf looks.
    private static readonly string[] Needed = ["DOTNET_PerfMapEnabled=1", "DOTNET_EnableWriteXorExecute=0"];

    // Not a divisor of the timers' rates, so that it does not always see the same.
    private const string SamplesPerSecond = "997";

    private readonly Process _recording;
    private readonly string _file;

    private CpuProfile(Process recording, string file) => (_recording, _file) = (recording, file);

    /// <param name="process">Whose samples.</param>
    /// <param name="isDotnet">Whether its methods get their names from the runtime.</param>
    /// <exception cref="CannotRunException">The process was not started for it, or there is no perf.</exception>
    public static CpuProfile Start(StackProcess process, bool isDotnet = true)
    {
        if (isDotnet)
        {
            Require(process);
        }

        var file = Path.Combine(Path.GetTempPath(), string.Create(CultureInfo.InvariantCulture, $"{process.Name}-{process.Pid}.perf"));
        return new CpuProfile(Perf("record", "-q", "-F", SamplesPerSecond, "-o", file, "-p", process.Pid.ToString(CultureInfo.InvariantCulture)), file);
    }

    /// <summary>Ends it, and names the methods that were seen most.</summary>
    public async Task<MethodShares> StopAsync(int top)
    {
        // Interrupted, as a person would end it, perf writes its file.
        StackProcess.Interrupt(_recording.Id);
        await _recording.WaitForExitAsync();
        _recording.Dispose();
        using var report = Perf("report", "-i", _file, "--stdio", "-q", "--no-children", "-F", "overhead,sample,dso,sym", "-t", MethodShares.Separator.ToString());
        var text = await report.StandardOutput.ReadToEndAsync();
        await report.WaitForExitAsync();
        File.Delete(_file);
        return MethodShares.Read(text, top);
    }

    /// <summary>Looks whether a process can be profiled.</summary>
    /// <exception cref="CannotRunException">It can not.</exception>
    public static void Require(StackProcess process)
    {
        var environment = ProcFiles.Environment(process.Pid);
        if (!Needed.All(environment.Contains))
        {
            throw new CannotRunException($"perf can't name the methods of {process.Name}. Start the stack with {string.Join(' ', Needed)} ./run.sh --detach --no-docker.");
        }
    }

    private static Process Perf(params string[] arguments)
    {
        try
        {
            return Process.Start(new ProcessStartInfo("perf", arguments) { RedirectStandardOutput = true, RedirectStandardError = true })!;
        }
        catch (System.ComponentModel.Win32Exception e)
        {
            throw new CannotRunException($"--profile needs perf (on Debian and Ubuntu in linux-perf or linux-tools): {e.Message}", e);
        }
    }
}
