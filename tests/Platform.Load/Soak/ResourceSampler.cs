using Platform.Load.Measurements;

namespace Platform.Load.Soak;

/// <summary>Looks every few seconds what processes and servers hold.</summary>
internal sealed class ResourceSampler(IReadOnlyDictionary<string, int> processes, RedisGauges? redis, LaneDepths? depths, TimeSpan every, RunClock clock)
{
    private const double Mebi = 1024 * 1024;

    private readonly Dictionary<string, List<(double Second, double Value)>> _series = [];

    /// <summary>What was seen, by its name: seconds and values.</summary>
    public IReadOnlyDictionary<string, List<(double Second, double Value)>> Series => _series;

    public async Task RunAsync(CancellationToken stop)
    {
        var startedAt = clock.Now;
        using var timer = new PeriodicTimer(every);
        try
        {
            do
            {
                await LookAsync((clock.Now - startedAt) / 1e6, stop);
            }
            while (await timer.WaitForNextTickAsync(stop));
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            // Enough.
        }
    }

    private async Task LookAsync(double second, CancellationToken stop)
    {
        foreach (var (name, pid) in processes)
        {
            if (ProcessUsage.Read(pid) is { } usage)
            {
                Add($"{name}: memory, MiB", second, usage.MemoryBytes / Mebi);
                Add($"{name}: handles", second, Count($"/proc/{pid}/fd"));
                Add($"{name}: threads", second, Count($"/proc/{pid}/task"));
            }
        }

        if (redis is not null)
        {
            Add("redis: data, MiB", second, await redis.UsedMemoryAsync() / Mebi);
        }

        if (depths is not null)
        {
            Add("rabbitmq: messages in the normal lane", second, await depths.ReadAsync(Contracts.Lanes.Lane.Normal, stop));
        }
    }

    private void Add(string name, double second, double value)
    {
        if (!_series.TryGetValue(name, out var series))
        {
            _series[name] = series = [];
        }

        series.Add((second, value));
    }

    private static int Count(string folder)
    {
        try
        {
            return Directory.EnumerateFileSystemEntries(folder).Count();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return 0;
        }
    }
}
