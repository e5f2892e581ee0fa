using Platform.Contracts.Lanes;
using Platform.Contracts.Names;
using Platform.Contracts.Pacing;
using Platform.ServiceDefaults.Redis;
using StackExchange.Redis;

namespace Platform.Publisher.Pacing;

/// <summary>Sends markers behind a lane's frames, on their connection, and takes those that come back.</summary>
internal sealed class Markers(RedisConnections redis, RedisNames names, TimeProvider clock) : BackgroundService
{
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);

    // Two publishers may have one name, and numbers are of the process.
    private readonly string _publisher = Guid.NewGuid().ToString("N");

    private readonly EdgeProgress[] _lanes = [.. LaneNames.All.Select(_ => new EdgeProgress(clock))];

    /// <summary>How far the nodes have come with a lane.</summary>
    public EdgeProgress this[Lane lane] => _lanes[(int)lane];

    /// <summary>Sends a marker. One that is lost is a later one's to replace.</summary>
    public async Task SendAsync(Lane lane, long number)
    {
        try
        {
            var connection = await redis.GetAsync(RedisPurpose.Events);
            Marker marker = new(lane, number, _publisher);
            await connection.GetSubscriber().PublishAsync(RedisChannel.Literal(names.Markers), marker.ToString(), CommandFlags.FireAndForget);
        }
        catch (Exception e) when (e is RedisException or TimeoutException)
        {
        }
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                // Once it is confirmed, it outlives the connection.
                var connection = await redis.GetAsync(RedisPurpose.Critical);
                await connection.GetSubscriber().SubscribeAsync(RedisChannel.Literal(names.MarkersBack(_publisher)), (_, text) =>
                {
                    if (Marker.TryParse(text, out var marker))
                    {
                        this[marker.Lane].CameBack(marker.Sender, marker.Number);
                    }
                });
                return;
            }
            catch (Exception e) when (e is RedisException or TimeoutException)
            {
                await Task.Delay(Pause, clock, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }
    }
}
