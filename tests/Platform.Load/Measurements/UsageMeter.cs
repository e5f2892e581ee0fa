namespace Platform.Load.Measurements;

/// <summary>What processes, given by their names and ids, use between <see cref="Start"/> and <see cref="Stop"/>.</summary>
internal sealed class UsageMeter(IReadOnlyCollection<KeyValuePair<string, int>> processes, RunClock clock)
{
    private readonly Dictionary<string, double> _cpuAtStart = [];
    private long _startedAt;

    /// <summary>Processes that did not run all the time, and so are left out.</summary>
    public IReadOnlyList<string> LeftOut { get; private set; } = [];

    public void Start()
    {
        _startedAt = clock.Now;
        foreach (var (name, pid) in processes)
        {
            if (ProcessUsage.Read(pid) is { } usage)
            {
                _cpuAtStart[name] = usage.CpuSeconds;
            }
        }
    }

    /// <summary>The usage since the start, of those that were there at both times.</summary>
    /// <param name="events">The events of that time.</param>
    public IReadOnlyList<ProcessShare> Stop(long events)
    {
        var seconds = (clock.Now - _startedAt) / 1e6;
        var shares = new List<ProcessShare>();
        foreach (var (name, pid) in processes)
        {
            if (_cpuAtStart.TryGetValue(name, out var before) && ProcessUsage.Read(pid) is { } usage)
            {
                var cpu = usage.CpuSeconds - before;
                shares.Add(new ProcessShare(name, cpu * 1e6 / Math.Max(1, events), cpu / seconds, usage.MemoryBytes / (1024.0 * 1024)));
            }
        }

        LeftOut = [.. processes.Select(process => process.Key).Except(shares.Select(share => share.Name))];
        return shares;
    }
}

/// <summary>What one process used.</summary>
/// <param name="Name">The process.</param>
/// <param name="CpuMicrosecondsPerEvent">CPU time divided by the events sent.</param>
/// <param name="Cores">CPU time divided by time.</param>
/// <param name="MemoryMib">Resident memory at the end.</param>
internal sealed record ProcessShare(string Name, double CpuMicrosecondsPerEvent, double Cores, double MemoryMib)
{
    /// <summary>The name of this tool itself.</summary>
    public const string LoadTool = "load";
}
