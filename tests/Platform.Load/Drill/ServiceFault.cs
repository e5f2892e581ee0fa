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
    private string? _instead;

    public override string? Outcome => _instead is null || _instead == process ? null : $"on {_instead}";

    // A node without clients would show nothing: nobody is moved to one that has come back.
    public override async Task PrepareAsync(DrillField field, CancellationToken stop) =>
        _instead = process.StartsWith("edge", StringComparison.Ordinal) ? await NodeClients.BusiestAsync(field.Processes, stop) : null;

    public override async Task StrikeAsync(DrillField field, CancellationToken stop)
    {
        var (processes, struck) = (field.Processes, _instead ?? process);
        if (fault == ProcessFault.Freeze)
        {
            using var frozen = processes.Get(struck).Freeze();
            await Task.Delay(field.Plan.Length, stop);
            return;
        }

        try
        {
            if (fault == ProcessFault.Kill)
            {
                processes.Get(struck).Kill();
            }
            else
            {
                await processes.StopAsync(struck, stop);
            }
        }
        finally
        {
            await processes.RestartAsync(struck, CancellationToken.None);
        }

        await processes.AwaitReadyAsync(struck, stop);
    }
}
