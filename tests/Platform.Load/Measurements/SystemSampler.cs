using Platform.Contracts.Lanes;

namespace Platform.Load.Measurements;

/// <summary>Looks each second where events wait, and what memory that takes.</summary>
internal sealed class SystemSampler(LaneDepths depths, RedisGauges redis, Func<IReadOnlyDictionary<string, int>> processes, RunClock clock)
{
    private const string PublisherPrefix = "publisher";
    private const double Mebi = 1024 * 1024;
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(1);

    private readonly List<SystemSample> _samples = [];

    /// <summary>The samples so far, in their order.</summary>
    public IReadOnlyList<SystemSample> Samples => _samples;

    /// <summary>Looks until it is told to stop.</summary>
    public async Task RunAsync(CancellationToken stop)
    {
        var startedAt = clock.Now;
        using var timer = new PeriodicTimer(Interval);
        try
        {
            do
            {
                _samples.Add(await LookAsync((clock.Now - startedAt) / 1e6, stop));
            }
            while (await timer.WaitForNextTickAsync(stop));
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            // Enough.
        }
    }

    private async Task<SystemSample> LookAsync(double second, CancellationToken stop) => new(
        second,
        await depths.ReadAsync(Lane.Critical, stop),
        await depths.ReadAsync(Lane.High, stop),
        await depths.ReadAsync(Lane.Normal, stop),
        await redis.UsedMemoryAsync() / Mebi,
        await redis.LongestOutputBufferAsync() / Mebi,
        processes()
            .Where(process => process.Key.StartsWith(PublisherPrefix, StringComparison.Ordinal))
            .Sum(process => (ProcessUsage.Read(process.Value)?.MemoryBytes ?? 0) / Mebi));
}

/// <summary>One look.</summary>
/// <param name="Second">When, since the sampling began.</param>
/// <param name="Critical">Messages that wait in the critical lane.</param>
/// <param name="High">In the high lane.</param>
/// <param name="Normal">In the normal lane.</param>
/// <param name="RedisMib">All memory of Redis.</param>
/// <param name="OutputBufferMib">The longest output buffer of one of Redis' clients.</param>
/// <param name="PublishersMib">Resident memory of all publishers.</param>
internal sealed record SystemSample(
    double Second, long Critical, long High, long Normal, double RedisMib, double OutputBufferMib, double PublishersMib);
