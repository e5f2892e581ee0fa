using Microsoft.Extensions.Options;
using Platform.Contracts.Lanes;
using Platform.Contracts.Names;
using Platform.Publisher.Lanes;
using Platform.Publisher.Reading;
using Platform.ServiceDefaults.Latency;
using Platform.ServiceDefaults.Redis;
using StackExchange.Redis;

namespace Platform.Publisher.Append;

/// <summary>
/// Appends a lane's batches to their channels' histories, one call in flight a lane. A call whose outcome is unknown is sent again
/// as it was, until Redis has answered: ids make that harmless (guarantee 2), and the lane's order holds (guarantee 3).
/// </summary>
internal sealed class Appender(
    LaneRedis redis,
    RedisNames names,
    RedeliveryWatch redeliveries,
    IOptionsMonitor<AppendOptions> options,
    IOptionsMonitor<PublisherOptions> publisher,
    TimeProvider clock)
{
    private const int MaxCallBytes = 256 * 1024;

    private readonly ServerBoundScript _append = ServerBoundScript.FromResource(typeof(Appender), "append.lua");

    /// <summary>Appends them in their order; returns once Redis holds, or has held before, every event that they stand for.</summary>
    public async Task AppendAsync(Lane lane, long term, IReadOnlyList<Entry> entries, CancellationToken cancellationToken)
    {
        var maxBatch = lane == Lane.Critical ? 1 : publisher.CurrentValue.Lanes[lane].MaxBatch;
        foreach (var piece in Cut(entries, maxBatch))
        {
            // Each round leaves fewer events: an aggregate that is refused comes without those that are known.
            for (var rest = piece; rest.Count > 0;)
            {
                rest = await CallAsync(lane, term, rest, cancellationToken);
            }
        }
    }

    // A call makes one frame a channel; what it may hold bounds every buffer between here and the socket.
    private static IEnumerable<List<Entry>> Cut(IEnumerable<Entry> entries, int maxEvents)
    {
        List<Entry> piece = [];
        var bytes = 0;
        foreach (var entry in entries)
        {
            if (piece.Count > 0 && (piece.Count == maxEvents || bytes + entry.Body.Length > MaxCallBytes))
            {
                yield return piece;
                piece = [];
                bytes = 0;
            }

            piece.Add(entry);
            bytes += entry.Body.Length;
        }

        if (piece.Count > 0)
        {
            yield return piece;
        }
    }

    /// <summary>Takes the lane: from here on, older terms are refused.</summary>
    public Task<long> TakeTermAsync(Lane lane, CancellationToken cancellationToken) =>
        redis.UntilAnsweredAsync(lane, connection => Fence.TakeTermAsync(connection, names, lane), cancellationToken);

    // Returns what is still to be appended.
    private async Task<List<Entry>> CallAsync(Lane lane, long term, List<Entry> entries, CancellationToken cancellationToken)
    {
        var call = AppendCall.For(names, lane, term, clock.NowMs(), options.CurrentValue, redeliveries.KeepAllIds, entries);
        try
        {
            return call.Rest(
                await redis.UntilAnsweredAsync(lane, connection => _append.EvaluateAsync(connection, call.Keys, call.Arguments), cancellationToken));
        }
        catch (RedisServerException e) when (FencedException.Is(e))
        {
            throw new FencedException(e);
        }
    }
}
