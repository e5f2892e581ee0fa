using Microsoft.Extensions.Options;
using Platform.Contracts.Lanes;

namespace Platform.Publisher.Pacing;

/// <summary>
/// How far a lane may be ahead of the edge nodes (guarantee 7). While they keep up it goes as fast as it can. When they don't, it goes as
/// fast as they do, so that what is too much waits in RabbitMQ and not in Redis' or the nodes' buffers.
/// </summary>
internal sealed class LanePace(
    Lane lane, EdgeProgress edges, Func<long, Task> sendMarker, IOptionsMonitor<PacingOptions> options, PaceLog log, TimeProvider clock)
{
    // Beyond so many times the bound few events hold the lane as well.
    private const int FewEventsMayBeOlder = 20;

    /// <summary>Waits until the next batch may be taken, and returns whether it had to.</summary>
    public async ValueTask<bool> WaitAsync(CancellationToken cancellationToken)
    {
        if (lane == Lane.Critical)
        {
            return false;
        }

        var since = clock.GetTimestamp();
        var isHeld = false;
        for (var change = edges.WhenChanged(); IsTooFarAhead(); change = edges.WhenChanged())
        {
            // A marker that was lost is replaced by another, and a node that is silent for too long is given up without a change.
            Appended(0);
            await change.WaitAsync(EdgeProgress.MarkerInterval, clock, cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            cancellationToken.ThrowIfCancellationRequested();
            isHeld = true;
        }

        log.Held(isHeld ? clock.GetElapsedTime(since) : TimeSpan.Zero);
        return isHeld;
    }

    /// <summary>Counts what was appended.</summary>
    public void Appended(int events)
    {
        if (lane != Lane.Critical && edges.Appended(events) is { } marker)
        {
            _ = sendMarker(marker);
        }
    }

    private bool IsTooFarAhead()
    {
        var bound = lane == Lane.High ? options.CurrentValue.HighAgeMs : options.CurrentValue.NormalAgeMs;
        var (age, events) = edges.Lead();
        return bound > 0 && age.TotalMilliseconds > (events > options.CurrentValue.MinBacklog ? bound : FewEventsMayBeOlder * bound);
    }
}
