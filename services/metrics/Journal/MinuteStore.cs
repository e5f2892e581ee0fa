using System.Globalization;
using Platform.Contracts.Names;
using Platform.Metrics.Window;
using Platform.ServiceDefaults.Redis;
using StackExchange.Redis;

namespace Platform.Metrics.Journal;

/// <summary>The minutes of the last hour in Redis, for whoever starts.</summary>
internal sealed class MinuteStore(RedisConnections redis, RedisNames names, SlidingWindow window, Unreadable unreadable)
{
    // The hash goes an hour after nobody adds to it any more; fields of before a pause of some hours are removed with the others.
    private static readonly TimeSpan Life = TimeSpan.FromHours(1) + TimeSpan.FromMinutes(5);
    private const int Removed = 120;

    /// <param name="minute">Minutes since 1970.</param>
    /// <param name="onlyIfMissing">Whether what another replica has saved of it stays.</param>
    public async Task SaveAsync(long minute, bool onlyIfMissing)
    {
        var database = (await redis.GetAsync(RedisPurpose.Metrics)).GetDatabase();
        await database.HashSetAsync(
            names.MetricsMinutes, minute, MinuteFormat.Write(window.ReadMinute(minute)), onlyIfMissing ? When.NotExists : When.Always);
        var oldest = minute - WindowLength.Slots;
        await database.HashDeleteAsync(names.MetricsMinutes, [.. Enumerable.Range(0, Removed).Select(n => (RedisValue)(oldest - n))]);
        await database.KeyExpireAsync(names.MetricsMinutes, Life);
    }

    public async Task<IReadOnlyList<(long Minute, IReadOnlyList<(Series, ValueCounts)> Measured)>> ReadAsync(long from, long to)
    {
        var database = (await redis.GetAsync(RedisPurpose.Metrics)).GetDatabase();
        var wanted = Enumerable.Range(0, (int)Math.Max(0, to - from + 1)).Select(n => from + n).ToList();
        var saved = wanted.Count == 0 ? [] : await database.HashGetAsync(names.MetricsMinutes, [.. wanted.Select(minute => (RedisValue)minute.ToString(CultureInfo.InvariantCulture))]);
        List<(long, IReadOnlyList<(Series, ValueCounts)>)> read = [];
        foreach (var (minute, bytes) in wanted.Zip(saved).Where(pair => pair.Second.HasValue))
        {
            if (MinuteFormat.TryRead((byte[])bytes!, out var measured))
            {
                read.Add((minute, measured));
            }
            else
            {
                unreadable.Skipped("minute");
            }
        }

        return read;
    }
}
