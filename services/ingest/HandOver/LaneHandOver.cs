using Microsoft.Extensions.Options;
using Platform.Contracts.Lanes;
using Platform.Ingest.Intake;

namespace Platform.Ingest.HandOver;

/// <summary>Hands a request's events over to their lanes and waits for RabbitMQ's confirms.</summary>
internal sealed class LaneHandOver(IOptions<IngestOptions> options, BundleSender sender, TimeProvider clock)
{
    private readonly LaneBundler[] _bundlers =
        LaneNames.All.Select(lane => new LaneBundler(lane, options.Value, sender.SendAsync)).ToArray();

    private readonly TimeSpan _patience = TimeSpan.FromMilliseconds(options.Value.ConfirmTimeoutMs);

    public async Task<HandOverResult> HandOverAsync(Submission submission)
    {
        // Lanes overtake each other by design.
        var results = submission.Lanes is [var only]
            ? [await HandOverAsync(only, submission.AcceptedAt)]
            : await Task.WhenAll(submission.Lanes.Select(lane => HandOverAsync(lane, submission.AcceptedAt)));

        var worst = results.Select(result => result.Outcome).DefaultIfEmpty(Outcome.Confirmed).Max();
        var maybeQueued = worst != Outcome.Confirmed && results.Any(result => result.MaybeQueued || result.Outcome == Outcome.Confirmed);
        return new HandOverResult(worst, maybeQueued);
    }

    // A piece goes only after the one before was confirmed: whatever fails, a lane never holds a request's later events without its
    // earlier ones, and a large request leaves room for others between its pieces.
    private async Task<HandOverResult> HandOverAsync(LanePack pack, double acceptedAt)
    {
        var isPartlyQueued = false;
        foreach (var piece in pack.Pieces(acceptedAt))
        {
            _bundlers[(int)pack.Lane].Add(piece);
            var outcome = await piece.WaitAsync(_patience, clock);
            if (outcome != Outcome.Confirmed)
            {
                return new HandOverResult(outcome, isPartlyQueued || outcome == Outcome.Unknown);
            }

            isPartlyQueued = true;
        }

        return new HandOverResult(Outcome.Confirmed, MaybeQueued: false);
    }
}
