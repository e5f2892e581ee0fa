namespace Platform.Load.Drill;

/// <summary>What can happen to a process.</summary>
internal enum ProcessFault
{
    /// <summary>SIGKILL, and started again.</summary>
    Kill,

    /// <summary>SIGSTOP, and SIGCONT later: its connections stay, and nobody answers on them.</summary>
    Freeze,

    /// <summary>SIGTERM, and started again when it has ended.</summary>
    Restart,
}

/// <summary>One of the services is killed, frozen or restarted.</summary>
internal sealed class ServiceFault(string name, string process, ProcessFault fault) : DrillFault(name, fault switch
{
    ProcessFault.Kill => $"kill -9 {process}, started again",
    ProcessFault.Freeze => $"SIGSTOP {process}, then SIGCONT",
    _ => $"SIGTERM {process}, started again",
})
{
    public override async Task StrikeAsync(DrillField field, CancellationToken stop)
    {
        var processes = field.Processes;
        if (fault == ProcessFault.Freeze)
        {
            using var frozen = processes.Get(process).Freeze();
            await Task.Delay(field.Plan.Length, stop);
            return;
        }

        try
        {
            if (fault == ProcessFault.Kill)
            {
                processes.Get(process).Kill();
            }
            else
            {
                await processes.StopAsync(process, stop);
            }
        }
        finally
        {
            await processes.RestartAsync(process, CancellationToken.None);
        }

        await processes.AwaitReadyAsync(process, stop);
    }
}
