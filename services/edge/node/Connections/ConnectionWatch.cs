using Microsoft.Extensions.Options;

namespace Platform.Edge.Connections;

/// <summary>Looks after all connections each 500 ms: one that takes nothing of what waits for it is closed, and can resume.</summary>
internal sealed class ConnectionWatch(OpenConnections connections, IOptionsMonitor<OutboxOptions> options, TimeProvider clock) : BackgroundService
{
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(500);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Interval, clock);
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            var limit = TimeSpan.FromSeconds(options.CurrentValue.StalledSeconds);
            foreach (var connection in connections.All)
            {
                if (connection.Outbox.Pending > limit)
                {
                    connection.Abort($"it has taken nothing for {limit.TotalSeconds:0} s");
                }
            }
        }
    }
}
