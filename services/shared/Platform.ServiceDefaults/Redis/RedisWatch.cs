using Microsoft.Extensions.Hosting;
using Platform.ServiceDefaults.Health;
using StackExchange.Redis;

namespace Platform.ServiceDefaults.Redis;

/// <summary>Opens the connections that a service needs as it starts, and keeps its readiness true to them.</summary>
internal sealed class RedisWatch(RedisConnections redis, Dependencies dependencies, TimeProvider clock, IReadOnlyList<string> purposes)
    : BackgroundService
{
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(250);

    public override Task StartAsync(CancellationToken cancellationToken)
    {
        foreach (var purpose in purposes)
        {
            dependencies.Require(RedisOptions.DependencyOn(purpose));
        }

        return base.StartAsync(cancellationToken);
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Interval, clock);
        do
        {
            await Task.WhenAll(purposes.Select(LookAsync));
        }
        while (await timer.WaitForNextTickAsync(stoppingToken));
    }

    // Asked, not looked at: a connection on which nothing arrives any more stays open for a while, and would be called up between
    // two calls that waited in vain.
    private async Task LookAsync(string purpose)
    {
        var losses = dependencies.Losses;
        try
        {
            var connection = await redis.GetAsync(purpose).ConfigureAwait(false);
            await connection.GetDatabase().PingAsync().ConfigureAwait(false);
            if (connection.IsWhole())
            {
                dependencies.Up(RedisOptions.DependencyOn(purpose), losses);
            }
            else
            {
                dependencies.Down(RedisOptions.DependencyOn(purpose), "not connected");
            }
        }
        catch (Exception e) when (e is RedisException or TimeoutException or ObjectDisposedException)
        {
            dependencies.Down(RedisOptions.DependencyOn(purpose), e.Message);
        }
    }
}
