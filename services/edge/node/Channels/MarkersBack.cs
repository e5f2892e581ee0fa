using Platform.Contracts.Names;
using Platform.Contracts.Pacing;
using Platform.ServiceDefaults.Redis;
using StackExchange.Redis;

namespace Platform.Edge.Channels;

/// <summary>
/// Sends each publisher's markers back to it. They come on the connection of the frames, and so behind them, and go on the critical one,
/// where nothing is in their way.
/// </summary>
internal sealed class MarkersBack(RedisConnections redis, RedisNames names, TimeProvider clock) : BackgroundService
{
    // Two nodes may have one name.
    private readonly string _node = Guid.NewGuid().ToString("N");

    protected override Task ExecuteAsync(CancellationToken stoppingToken) =>
        redis.ListenAsync(RedisPurpose.Events, names.Markers, text => _ = SendBackAsync(text), clock, stoppingToken);

    private async Task SendBackAsync(string? text)
    {
        if (!Marker.TryParse(text, out var marker))
        {
            return;
        }

        try
        {
            var connection = await redis.GetAsync(RedisPurpose.Critical);
            var back = marker with { Sender = _node };
            await connection.GetSubscriber().PublishAsync(
                RedisChannel.Literal(names.MarkersBack(marker.Sender)), back.ToString(), CommandFlags.FireAndForget);
        }
        catch (Exception e) when (e is RedisException or TimeoutException or ObjectDisposedException)
        {
            // A node that is silent is not waited for.
        }
    }
}
