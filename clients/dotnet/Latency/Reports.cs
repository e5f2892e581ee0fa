using Platform.Client.Connection;
using Platform.Client.Place;
using Platform.Contracts.Hub;
using Platform.Contracts.Lanes;

namespace Platform.Client.Latency;

/// <summary>Tells the platform how long events took as this client saw it.</summary>
internal sealed class Reports(ServerClock clock, TimeProvider time)
{
    private static readonly TimeSpan FirstDelay = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan RetryDelay = TimeSpan.FromSeconds(60);

    private readonly Measured _measured = new();

    public void Event(PlatformEvent e)
    {
        var now = clock.Now;
        _measured.Add(e.Lane.Name(), e.EventType, now - e.AcceptedAt, now - e.ServerTimestamp);
    }

    public async Task RunAsync(Hub hub, CancellationToken closing)
    {
        // A node takes a report of what it sent over this connection, by its own clock.
        _measured.Take();
        for (var delay = FirstDelay; await hub.LivesAfterAsync(delay, time, closing);)
        {
            delay = await ReportAsync(hub, closing);
        }
    }

    // How long until the next one.
    private async Task<TimeSpan> ReportAsync(Hub hub, CancellationToken closing)
    {
        if (clock.Uncertainty is not { } error || _measured.Take() is not { } histograms)
        {
            return RetryDelay;
        }

        try
        {
            var answer = await hub.CallAsync<ReportAnswer>(HubMethods.ReportLatency, new LatencyReport(error, histograms), closing);
            return TimeSpan.FromMilliseconds(answer.ReportAfterMs);
        }
        catch (Exception)
        {
            // Too soon, or a node that takes none: the next one may count.
            return RetryDelay;
        }
    }
}
