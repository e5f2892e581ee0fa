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

    private async Task LookAsync(string purpose)
    {
        try
        {
            if ((await redis.GetAsync(purpose)).IsWhole())
            {
                dependencies.Up(RedisOptions.DependencyOn(purpose));
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
