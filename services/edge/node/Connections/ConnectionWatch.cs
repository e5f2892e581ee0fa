using Microsoft.AspNetCore.SignalR;
using Microsoft.Extensions.Options;
using Platform.Contracts.Hub;
using Platform.Edge.Hub;
using Platform.ServiceDefaults.Latency;
using Platform.ServiceDefaults.Security.Revocations;

namespace Platform.Edge.Connections;

/// <summary>
/// Looks after all connections each 500 ms: sees how long their sends take, and sends heartbeats, more often to those that are in
/// trouble. One that takes nothing of what waits for it is closed, and can resume; one whose token has ended or was revoked is closed too,
/// so a revocation that reached the node has ended its connections half a second later.
/// </summary>
internal sealed class ConnectionWatch(
    OpenConnections connections,
    IHubContext<EventsHub, IEventsClient> hub,
    IOptionsMonitor<HeartbeatOptions> options,
    IOptionsMonitor<OutboxOptions> outbox,
    RevokedTokens revoked,
    TimeProvider clock) : BackgroundService
{
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(500);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Interval, clock);
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            Look();
        }
    }

    internal void Look()
    {
        foreach (var connection in connections.All)
        {
            Look(connection);
        }
    }

    private void Look(ClientConnection connection)
    {
        connection.SendTime = connection.Outbox.TakeLongestSend();
        var limit = TimeSpan.FromSeconds(outbox.CurrentValue.StalledSeconds);
        if (connection.Outbox.Pending > limit)
        {
            connection.Abort($"it has taken nothing for {limit.TotalSeconds:0} s");
        }
        else if (revoked.Contains(connection.Token))
        {
            connection.End(CloseReasons.TokenRevoked, mayReconnect: false);
        }
        else if (connection.Token.IsOver(clock.GetUtcNow()))
        {
            connection.End(CloseReasons.TokenExpired, mayReconnect: true);
        }
        else if (connection.IsOpen && clock.GetElapsedTime(connection.HeartbeatAt) >= HeartbeatInterval(connection))
        {
            connection.HeartbeatAt = clock.GetTimestamp();
            // Never awaited: what goes to a connection of this node ends in its outbox, which takes it at once.
            _ = hub.Clients.Client(connection.Id).heartbeat(new ServerTime(clock.NowMs()));
        }
    }

    private TimeSpan HeartbeatInterval(ClientConnection connection)
    {
        var now = options.CurrentValue;
        return TimeSpan.FromSeconds(
            connection.SendTime.TotalMilliseconds > now.DegradedSendMs ? now.DegradedIntervalSeconds : now.IntervalSeconds);
    }
}
