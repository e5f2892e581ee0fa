using System.Collections.Concurrent;
using Platform.Contracts.Lanes;
using Platform.Contracts.Names;
using Platform.Contracts.Pacing;
using Platform.ServiceDefaults.Redis;
using StackExchange.Redis;

namespace Platform.Publisher.Pacing;

/// <summary>What the edge nodes say of their frames' age. A node that has not reported for a second is not counted.</summary>
internal sealed class EdgeAges(RedisConnections redis, RedisNames names, TimeProvider clock) : BackgroundService
{
    private static readonly TimeSpan Fresh = TimeSpan.FromSeconds(1);

    private readonly ConcurrentDictionary<string, (FrameAge Age, long At)> _reports = new(StringComparer.Ordinal);

    public void Take(FrameAge age) => _reports[age.Node] = (age, clock.GetTimestamp());

    /// <summary>
    /// The age on the median node, of two the younger: one node that lags does not slow the others, it catches up from history.
    /// 0 when no node reports.
    /// </summary>
    public double Median(Lane lane)
    {
        foreach (var (node, report) in _reports)
        {
            if (clock.GetElapsedTime(report.At) > Fresh)
            {
                _reports.TryRemove(new KeyValuePair<string, (FrameAge, long)>(node, report));
            }
        }

        var ages = _reports.Values.Select(report => lane == Lane.High ? report.Age.HighMs : report.Age.NormalMs).Order().ToArray();
        return ages.Length == 0 ? 0 : ages[(ages.Length - 1) / 2];
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                // Once it is confirmed, it outlives the connection.
                var connection = await redis.GetAsync(RedisPurpose.Critical);
                await connection.GetSubscriber().SubscribeAsync(RedisChannel.Literal(names.FrameAges), (_, text) =>
                {
                    if (FrameAge.TryParse(text, out var age))
                    {
                        Take(age);
                    }
                });
                return;
            }
            catch (Exception e) when (e is RedisException or TimeoutException)
            {
                await Task.Delay(Fresh, clock, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }
    }
}
