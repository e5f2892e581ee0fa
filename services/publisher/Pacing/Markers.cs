using Platform.Contracts.Lanes;
using Platform.Contracts.Names;
using Platform.Contracts.Pacing;
using Platform.Publisher.Append;
using Platform.ServiceDefaults.Redis;
using StackExchange.Redis;

namespace Platform.Publisher.Pacing;

/// <summary>Sends markers behind a lane's frames, on their connection, and takes those that come back.</summary>
internal sealed class Markers(LaneRedis lanes, RedisConnections redis, RedisNames names, TimeProvider clock) : BackgroundService
{
    // Two publishers may have one name, and numbers are of the process.
    private readonly string _publisher = Guid.NewGuid().ToString("N");

    private readonly EdgeProgress[] _progress = [.. LaneNames.All.Select(_ => new EdgeProgress(clock))];

    /// <summary>How far the nodes have come with a lane.</summary>
    public EdgeProgress this[Lane lane] => _progress[(int)lane];

    /// <summary>Sends a marker. One that is lost is a later one's to replace.</summary>
    public Task SendAsync(Lane lane, long number) => lanes.SendAsync(lane, connection => connection.GetSubscriber().PublishAsync(
        RedisChannel.Literal(names.Markers), new Marker(lane, number, _publisher).ToString(), CommandFlags.FireAndForget));

    protected override Task ExecuteAsync(CancellationToken stoppingToken) =>
        redis.ListenAsync(RedisPurpose.Critical, names.MarkersBack(_publisher), Take, clock, stoppingToken);

    private void Take(string? text)
    {
        if (Marker.TryParse(text, out var marker))
        {
            this[marker.Lane].CameBack(marker.Sender, marker.Number);
        }
    }
}
