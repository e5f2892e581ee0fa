using Platform.Contracts.Hub;
using Platform.Contracts.Lanes;

namespace Platform.Edge.Reports;

/// <summary>
/// The events that one connection was sent and that its client has not told of yet. Guarantee: over a connection's life a client tells,
/// by lane and stage, of no more events than it was sent, so that nobody outweighs those who were sent more.
/// </summary>
internal sealed class ClaimableEvents
{
    private const int Stages = 2;

    private static readonly int Lanes = LaneNames.All.Count;

    private readonly long[] _sent = new long[Lanes];

    // Most clients never report.
    private long[]? _claimed;

    /// <summary>Events went to the connection. It stands on the hot path, and lanes do so at the same time.</summary>
    public void Sent(Lane lane, long count) => Interlocked.Add(ref _sent[(int)lane], count);

    /// <summary>Takes all events that a valid report tells of, or none of them if they are more than were sent.</summary>
    public bool TryClaim(LatencyReport report)
    {
        var claimed = new long[Stages * Lanes];
        _claimed?.CopyTo(claimed, 0);
        foreach (var histogram in report.Histograms)
        {
            _ = LaneNames.TryParse(histogram.Priority, out var lane);
            ref var told = ref claimed[(histogram.Stage == ReportedStages.Client ? 0 : Lanes) + (int)lane];
            told += histogram.Events();
            if (told > Interlocked.Read(ref _sent[(int)lane]))
            {
                return false;
            }
        }

        _claimed = claimed;
        return true;
    }
}
