using Microsoft.Extensions.Options;
using Platform.Contracts.Names;
using Platform.Contracts.Pacing;
using Platform.ServiceDefaults.Hosting;
using Platform.ServiceDefaults.Redis;
using StackExchange.Redis;

namespace Platform.Edge.Channels;

/// <summary>
/// Sends each publisher's markers back to it. They come on the connection of the frames, and so behind them, and go on the critical one,
/// where nothing is in their way.
/// </summary>
internal sealed class MarkersBack(RedisConnections redis, RedisNames names, IOptions<ServiceOptions> service, TimeProvider clock) : BackgroundService
{
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                // Once it is confirmed, it outlives the connection.
                var frames = await redis.GetAsync(RedisPurpose.Events);
                await frames.GetSubscriber().SubscribeAsync(RedisChannel.Literal(names.Markers), (from, text) => _ = SendBackAsync(text));
                return;
            }
            catch (Exception e) when (e is RedisException or TimeoutException)
            {
                await Task.Delay(Pause, clock, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }
    }

    private async Task SendBackAsync(string? text)
    {
        if (!Marker.TryParse(text, out var marker))
        {
            return;
        }

        try
        {
            var connection = await redis.GetAsync(RedisPurpose.Critical);
            var back = marker with { Sender = service.Value.Name };
            await connection.GetSubscriber().PublishAsync(
                RedisChannel.Literal(names.MarkersBack(marker.Sender)), back.ToString(), CommandFlags.FireAndForget);
        }
        catch (Exception e) when (e is RedisException or TimeoutException)
        {
            // A node that is silent is not waited for.
        }
    }
}
