using Platform.Contracts.Lanes;
using Platform.Contracts.Names;
using StackExchange.Redis;

namespace Platform.Load.Measurements;

/// <summary>What Redis holds of a run's channels.</summary>
internal sealed class ChannelKeys(IDatabase redis, RedisNames names, IReadOnlyList<string> channels, Lane lane)
{
    // Enough for an average, and few enough that Redis does not notice.
    private const int Sampled = 200;

    /// <summary>The newest offset of one channel; 0 if it has none.</summary>
    public async Task<long> NewestAsync(int channel) => (long?)await redis.HashGetAsync(names.State(channels[channel]), lane.Name()) ?? 0;

    /// <summary>The newest offsets of all channels.</summary>
    public async Task<IReadOnlyList<long>> NewestAsync() => await Task.WhenAll(Enumerable.Range(0, channels.Count).Select(NewestAsync));

    /// <summary>The memory of remembered ids and of history, from a sample of the channels.</summary>
    public async Task<KeyMemory> WeighAsync()
    {
        var sample = channels.Take(Sampled).ToList();
        var idKeys = sample.SelectMany(channel => new RedisKey[] { names.Ids(channel), names.OlderIds(channel) }).ToList();
        var histories = sample.ConvertAll(channel => (RedisKey)names.History(channel, lane));
        var ids = (await Task.WhenAll(idKeys.Select(key => redis.SetLengthAsync(key)))).Sum();
        var idBytes = await WeighAsync(idKeys);
        var entries = (await Task.WhenAll(histories.Select(key => redis.StreamLengthAsync(key)))).Sum();
        var historyBytes = await WeighAsync(histories);
        var scale = (double)channels.Count / sample.Count;
        return new KeyMemory((long)(ids * scale), (long)(idBytes * scale), (long)(entries * scale), (long)(historyBytes * scale));
    }

    // SAMPLES 0: all elements, not an estimate from the first five.
    private async Task<long> WeighAsync(IEnumerable<RedisKey> keys) =>
        (await Task.WhenAll(keys.Select(async key => (long?)await redis.ExecuteAsync("MEMORY", "USAGE", key, "SAMPLES", 0) ?? 0))).Sum();
}

/// <summary>What keys take in Redis.</summary>
/// <param name="Ids">Remembered ids.</param>
/// <param name="IdBytes">Their memory.</param>
/// <param name="HistoryEntries">Stream entries; each is a frame of one or more events.</param>
/// <param name="HistoryBytes">Their memory.</param>
internal sealed record KeyMemory(long Ids, long IdBytes, long HistoryEntries, long HistoryBytes)
{
    public double BytesPerId => Ids == 0 ? 0 : (double)IdBytes / Ids;
}
