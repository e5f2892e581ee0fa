using Microsoft.Extensions.Options;
using Platform.Contracts.Names;
using Platform.Contracts.Pacing;
using Platform.ServiceDefaults.Hosting;
using Platform.ServiceDefaults.Redis;
using StackExchange.Redis;

namespace Platform.Edge.Channels;

/// <summary>Tells the publishers how old this node's frames are. On the critical connection, so that the word never queues behind them.</summary>
internal sealed class FrameAgeReport(
    FrameAges ages, RedisConnections redis, RedisNames names, IOptions<ServiceOptions> service, TimeProvider clock) : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(FrameAge.ReportInterval, clock);
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            var age = ages.Take(service.Value.Name);
            try
            {
                var connection = await redis.GetAsync(RedisPurpose.Critical);
                await connection.GetSubscriber().PublishAsync(RedisChannel.Literal(names.FrameAges), age.ToString(), CommandFlags.FireAndForget);
            }
            catch (Exception e) when (e is RedisException or TimeoutException)
            {
                // A node that is silent is not waited for.
            }
        }
    }
}
