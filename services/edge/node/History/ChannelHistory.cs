using Platform.Contracts.Frames;
using Platform.Contracts.Lanes;
using Platform.Contracts.Names;
using Platform.ServiceDefaults.Redis;

namespace Platform.Edge.History;

/// <summary>Reads channels from Redis, on a connection of its own: a large answer here never delays a live frame.</summary>
internal sealed class ChannelHistory(RedisConnections redis, RedisNames names)
{
    /// <summary>Frames a read; each holds what one flush had for the channel, so a page is bounded by the publisher's batch.</summary>
    public const int PageFrames = 16;

    private static readonly TimeSpan Idle = TimeSpan.FromHours(24);

    private readonly ChannelScript _open = ChannelScript.FromResource(typeof(ChannelHistory), "open.lua");
    private readonly Dictionary<(string Channel, Lane Lane, long After, int Count), Task<HistoryPage>> _reads = [];

    /// <summary>The channel's state; a channel that was never used gets one.</summary>
    public async Task<ChannelState> OpenAsync(string channel)
    {
        var connection = await redis.GetAsync(RedisPurpose.History);
        var answer = (string[]?)await _open.EvaluateAsync(connection, [names.State(channel)], [Epoch.New(), (long)Idle.TotalMilliseconds]);
        return ChannelState.Parse(answer![0], answer[1], answer[2], answer[3], answer[4], cache: answer[5] == "1");
    }

    /// <summary>The frames, so many at most, that hold what came after an offset. Many streams that miss the same share one read.</summary>
    public Task<HistoryPage> ReadAfterAsync(string channel, Lane lane, long after, int count = PageFrames)
    {
        var key = (channel, lane, after, count);
        lock (_reads)
        {
            if (!_reads.TryGetValue(key, out var read))
            {
                read = ReadAsync(channel, lane, after, count);
                _reads.Add(key, read);
                _ = ForgetAsync(key, read);
            }

            return read;
        }
    }

    /// <summary>The oldest offset that history still has after the given one; <c>null</c> when it has none.</summary>
    public async Task<long?> OldestAfterAsync(string channel, Lane lane, long after)
    {
        var page = await ReadAsync(channel, lane, after, count: 1);
        return page.Frames is [var first, ..] ? Math.Max(first.First, after + 1) : null;
    }

    // Forced to yield, so that a read which was over at once is not forgotten before it was added, and then kept for ever.
    private async Task ForgetAsync((string Channel, Lane Lane, long After, int Count) key, Task read)
    {
        await read.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing | ConfigureAwaitOptions.ForceYielding);
        lock (_reads)
        {
            _reads.Remove(key);
        }
    }

    // The newest offset is asked for before the frames: whatever it names must be among them, or is gone.
    private async Task<HistoryPage> ReadAsync(string channel, Lane lane, long after, int count)
    {
        var database = (await redis.GetAsync(RedisPurpose.History)).GetDatabase();
        var state = database.HashGetAsync(names.State(channel), ["epoch", lane.Name()]);
        var entries = database.StreamRangeAsync(names.History(channel, lane), $"({after}-18446744073709551615", "+", count);
        // Asked again: between two answers another server may have taken over, whose entries are not of the same epoch.
        var epoch = database.HashGetAsync(names.State(channel), "epoch");
        var newest = await state;
        List<Frame> frames = [];
        foreach (var entry in await entries)
        {
            frames.Add(Frame.Parse((byte[])entry[Frame.StreamField]!));
        }

        return new HistoryPage(await epoch == newest[0] ? newest[0] : default, newest[1].IsNull ? 0 : (long)newest[1], frames, IsLast: frames.Count < count);
    }
}

/// <summary>A read of history.</summary>
/// <param name="Epoch">The channel's epoch at that time; <c>null</c> when the channel is not known any more, or another epoch just began.</param>
/// <param name="Newest">The lane's newest offset at that time.</param>
/// <param name="Frames">The frames, in order; the first may begin before the offset that was asked for.</param>
/// <param name="IsLast">Whether nothing follows.</param>
internal sealed record HistoryPage(string? Epoch, long Newest, IReadOnlyList<Frame> Frames, bool IsLast)
{
    /// <summary>The last offset that it holds; 0 where it holds none.</summary>
    public long Reaches => Frames is [.., var last] ? last.Last : 0;

    /// <summary>Whether an offset stands in the middle of a frame, so that the rest of it has still to go.</summary>
    public bool EndsInside(long offset) => Frames.Any(frame => frame.First <= offset && offset < frame.Last);
}
