using Microsoft.AspNetCore.SignalR;
using Microsoft.Extensions.Options;
using Platform.Contracts.Hub;
using Platform.Edge.Connections;
using Platform.Edge.Hub;
using Platform.ServiceDefaults.Health;

namespace Platform.Edge.Drain;

/// <summary>
/// Leaves without a storm (guarantee 9): the node says that it is not ready, so that the gateway sends it no new connection, tells
/// each client when to connect elsewhere, spread over the window, and closes those that stay beyond their time.
/// </summary>
internal sealed partial class Departure(
    OpenConnections connections,
    IHubContext<EventsHub, IEventsClient> hub,
    Dependencies dependencies,
    IOptionsMonitor<DrainOptions> options,
    TimeProvider clock,
    ILogger<Departure> logger)
{
    private static readonly TimeSpan Tick = TimeSpan.FromMilliseconds(100);

    // What a client may take beyond its time: a bare one never goes by itself, and must not wait for the end of the window
    // together with all others of its kind.
    private static readonly TimeSpan Grace = TimeSpan.FromSeconds(1);

    /// <summary>Completes when every connection has left, or at the end of the window.</summary>
    public async Task RunAsync(CancellationToken hurry)
    {
        try
        {
            await EmptyAsync(hurry);
        }
        finally
        {
            connections.Shut();
        }

        LogLeft(connections.All.Count);
    }

    private async Task EmptyAsync(CancellationToken hurry)
    {
        var window = TimeSpan.FromSeconds(options.CurrentValue.WindowSeconds);
        var since = clock.GetTimestamp();
        dependencies.Leave();
        LogLeaving(connections.All.Count, window.TotalSeconds);
        while (!hurry.IsCancellationRequested && clock.GetElapsedTime(since) is var elapsed && elapsed < window && connections.All.Count > 0)
        {
            Tell(window - elapsed);
            CloseOverdue();
            await Task.Delay(Tick, clock, CancellationToken.None);
        }
    }

    // Those who come while the node drains are told as well: the gateway needs a moment to notice.
    private void Tell(TimeSpan left)
    {
        var untold = connections.All.Where(connection => connection is { IsOpen: true, LeavesAt: null }).ToArray();
        Random.Shared.Shuffle(untold);
        var spread = left > Grace ? left - Grace : TimeSpan.Zero;
        for (var i = 0; i < untold.Length; i++)
        {
            var after = spread * i / untold.Length;
            untold[i].LeavesAt = clock.GetTimestamp() + (long)((after + Grace).TotalSeconds * clock.TimestampFrequency);
            _ = hub.Clients.Client(untold[i].Id).draining(new DrainingMessage((int)after.TotalMilliseconds));
        }
    }

    private void CloseOverdue()
    {
        var now = clock.GetTimestamp();
        foreach (var connection in connections.All)
        {
            if (connection.LeavesAt <= now)
            {
                connection.Leave();
            }
        }
    }

    [LoggerMessage(230, LogLevel.Information, "Leaving: {Connections} connections are told to connect elsewhere, within {Seconds} s.")]
    private partial void LogLeaving(int connections, double seconds);

    [LoggerMessage(231, LogLevel.Information, "Left: {Connections} connections are still open and are closed now.")]
    private partial void LogLeft(int connections);
}
