using Microsoft.Extensions.Options;
using Platform.Contracts.Lanes;
using Platform.Contracts.Names;
using Platform.Publisher.Reading;
using Platform.ServiceDefaults.Latency;
using Platform.ServiceDefaults.Redis;
using StackExchange.Redis;

namespace Platform.Publisher.Append;

/// <summary>
/// Appends a lane's batches to their channels' histories, in one call; on a Cluster in one a slot. A call whose outcome is unknown is
/// sent again as it was, until Redis has answered: ids make that harmless (guarantee 2).
/// </summary>
internal sealed class Appender(
    LaneRedis redis,
    RedisNames names,
    LivePubSub pubSub,
    ReplicaWait replicas,
    RedeliveryWatch redeliveries,
    IOptionsMonitor<AppendOptions> options,
    TimeProvider clock)
{
    private readonly ChannelScript _append = ChannelScript.FromResource(typeof(Appender), "append.lua");

    /// <summary>Appends them; returns once Redis holds, or has held before, every event that they stand for.</summary>
    public async Task AppendAsync(Lane lane, long term, List<Entry> entries, Link link, CancellationToken cancellationToken)
    {
        // Each round leaves fewer events: an aggregate that is refused comes without those that are known.
        for (var rest = entries; rest.Count > 0;)
        {
            rest = await RoundAsync(lane, term, rest, link, cancellationToken);
        }
    }

    /// <summary>Takes the lane: from here on, older terms are refused.</summary>
    public Task<long> TakeTermAsync(Lane lane, CancellationToken cancellationToken) =>
        redis.UntilAnsweredAsync(lane, connection => Fence.TakeTermAsync(connection, names, lane), cancellationToken);

    // Returns what is still to be appended. A channel lives in one slot, so calls at the same time leave its order alone.
    private async Task<List<Entry>> RoundAsync(Lane lane, long term, List<Entry> entries, Link link, CancellationToken cancellationToken)
    {
        var (isSharded, slots) = await redis.UntilKnownAsync(
            lane, async connection => (await pubSub.IsShardedAsync(connection), Slots.Cut(connection, names, entries)), cancellationToken);
        if (slots is null)
        {
            return await CallAsync(CallOf(entries, link), cancellationToken);
        }

        // Slots may move from server to server, so no call can see what another did.
        await link.Previous;
        var rests = await Task.WhenAll(slots.Select(slot => CallAsync(CallOf(slot, null), cancellationToken)));
        return [.. rests.SelectMany(rest => rest)];

        AppendCall CallOf(List<Entry> those, Link? place) =>
            AppendCall.For(names, lane, term, clock.NowMs(), options.CurrentValue, redeliveries.KeepAllIds, isSharded, place, those);
    }

    private async Task<List<Entry>> CallAsync(AppendCall call, CancellationToken cancellationToken)
    {
        try
        {
            return call.Rest(
                await TryBehindPreviousAsync(call, cancellationToken)
                ?? await redis.UntilAnsweredAsync(call.Lane, connection => EvaluateAsync(connection, call, cancellationToken), cancellationToken));
        }
        catch (RedisServerException e) when (FencedException.Is(e))
        {
            throw new FencedException(e);
        }
    }

    // One attempt while the call before is still under way. If that did not succeed, nor does this, and each is sent again in its turn.
    private async Task<RedisResult?> TryBehindPreviousAsync(AppendCall call, CancellationToken cancellationToken)
    {
        if (!call.IsBehindAnother)
        {
            return null;
        }

        try
        {
            return await redis.OnceAsync(call.Lane, connection => EvaluateAsync(connection, call, cancellationToken));
        }
        catch (Exception e) when (LaneRedis.MayBeAnsweredLater(e))
        {
            await call.PreviousAsync();
            return null;
        }
    }

    private Task<RedisResult> EvaluateAsync(IConnectionMultiplexer connection, AppendCall call, CancellationToken cancellationToken) =>
        replicas.CallAsync(
            connection, call.Keys[0], () => _append.EvaluateAsync(connection, call.Keys, call.Arguments), cancellationToken);
}
