using Platform.Load.Measurements;

namespace Platform.Load.Reports;

/// <summary>What a run of <c>idle</c> found; written as JSON, its names are snake_case and stable.</summary>
internal sealed record IdleReport
{
    public string Scenario => "idle";

    public required string Plan { get; init; }

    public required DateTime FinishedAt { get; init; }

    public required int Connections { get; init; }

    public required int Channels { get; init; }

    /// <summary>The stack before they came.</summary>
    public required IdleSample Without { get; init; }

    /// <summary>The same while they are there.</summary>
    public required IdleSample With { get; init; }

    /// <summary>Connections that did not last, by why.</summary>
    public required IReadOnlyList<string> Lost { get; init; }

    public int ExitCode => Lost.Count == 0 ? ExitCodes.Clean : ExitCodes.NotClean;
}

/// <summary>The stack for a while in which nothing is sent.</summary>
/// <param name="Processes">What they used.</param>
/// <param name="RedisCommandsPerSecond">What Redis was asked.</param>
/// <param name="RedisMib">What Redis has allocated.</param>
/// <param name="HeapMib">What a full garbage collection left in use on the edge nodes' heaps, by name.</param>
internal sealed record IdleSample(
    IReadOnlyList<ProcessShare> Processes, double RedisCommandsPerSecond, double RedisMib, IReadOnlyDictionary<string, double> HeapMib)
{
    /// <summary>The resident memory of those whose names begin so.</summary>
    public double Mib(string prefix) => Of(prefix).Sum(process => process.MemoryMib);

    /// <summary>Their heaps; 0 where they can't be had.</summary>
    public double Heap(string prefix) =>
        HeapMib.Where(process => process.Key.StartsWith(prefix, StringComparison.Ordinal)).Sum(process => process.Value);

    public double Cores(string prefix) => Of(prefix).Sum(process => process.Cores);

    private IEnumerable<ProcessShare> Of(string prefix) =>
        Processes.Where(process => process.Name.StartsWith(prefix, StringComparison.Ordinal));
}
