using Platform.Contracts.Hub;
using Platform.Contracts.Lanes;
using Platform.Edge.Channels;
using Platform.Edge.History;

namespace Platform.Edge.Streams;

/// <summary>
/// Finds where a stream starts. A lane's position is recovered only if history holds every event after it: all of them or, said
/// openly, none. A lane whose history no longer reaches back starts now; the others are recovered all the same.
/// </summary>
internal sealed class ResumePoint(ChannelHistory history, HistoryTurns turns)
{
    public async Task<StreamStart> FindAsync(LiveChannel channel, SubscribeRequest request)
    {
        if (request is not { Epoch: { } epoch, Offsets: { } offsets })
        {
            var now = await StateNowAsync(channel);
            return new StreamStart(now.Epoch, [.. LaneNames.All.Select(lane => now.StartAt(channel[lane].Newest))], IsRecovered: false);
        }

        var state = await channel.OpenAsync();
        return await FindAsync(channel.Name, state, epoch, offsets);
    }

    // What the node knows will do, but for a channel whose first event came after the node had asked for it.
    private static async Task<ChannelState> StateNowAsync(LiveChannel channel) =>
        channel.State.IsUsed || LaneNames.All.All(lane => channel[lane].Newest == 0) ? channel.State : await channel.OpenAsync();

    public async Task<StreamStart> FindAsync(string channel, ChannelState state, string epoch, Offsets offsets)
    {
        var after = state.Newest.Select(state.StartAt).ToArray();
        var isRecovered = true;
        foreach (var lane in LaneNames.All)
        {
            if (offsets[lane] is not { } given)
            {
                continue;
            }

            if (await ReachesAsync(channel, state, lane, epoch, given))
            {
                after[(int)lane] = given;
            }
            else
            {
                isRecovered = false;
            }
        }

        return new StreamStart(state.Epoch, after, isRecovered);
    }

    private async Task<bool> ReachesAsync(string channel, ChannelState state, Lane lane, string epoch, long given) =>
        given >= 0
        && given <= state.SharedUpTo(epoch, lane)
        && (given == state.Newest[(int)lane] || await OldestAfterAsync(channel, lane, given) == given + 1);

    private async Task<long?> OldestAfterAsync(string channel, Lane lane, long given)
    {
        using var turn = await turns.TakeAsync();
        return await history.OldestAfterAsync(channel, lane, given);
    }
}

/// <summary>Where a subscription's streams start.</summary>
/// <param name="Epoch">The epoch that the offsets belong to.</param>
/// <param name="After">By lane, the offset after which events come.</param>
/// <param name="IsRecovered">Whether that is the position that was asked for, in every lane.</param>
internal sealed record StreamStart(string Epoch, long[] After, bool IsRecovered);
