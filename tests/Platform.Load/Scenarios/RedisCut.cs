using Platform.Load.Faults;
using Platform.Load.Measurements;
using Platform.Load.Rig;

namespace Platform.Load.Scenarios;

/// <summary>
/// Keeps a node from Redis for a while, by the proxy between them, and says when the node listens again: its connections are known by
/// their names, which begin with its own.
/// </summary>
internal sealed class RedisCut(FaultProxy proxy, RedisGauges redis, string node)
{
    private static readonly string[] Subscriptions = ["sub", "psub", "ssub"];
    private static readonly TimeSpan LookEvery = TimeSpan.FromMilliseconds(10);
    private static readonly TimeSpan BackWithin = TimeSpan.FromSeconds(60);

    /// <summary>Cuts, and returns when the node listens again: the time of the cut's end, and of that.</summary>
    /// <exception cref="CannotRunException">The node has no connection to Redis, or does not come back.</exception>
    public async Task<(long OverAt, long BackAt)> RunAsync(TimeSpan length, RunClock clock, CancellationToken stop)
    {
        var listening = await ListeningAsync();
        if (listening == 0)
        {
            throw new CannotRunException($"No connection to Redis is named {node}-…: is that node a part of this stack?");
        }

        proxy.Cut();
        try
        {
            await Task.Delay(length, stop);
        }
        finally
        {
            proxy.Restore();
        }

        var overAt = clock.Now;
        while (await ListeningAsync() < listening)
        {
            if (clock.Now - overAt > BackWithin.TotalMicroseconds)
            {
                throw new CannotRunException($"{node} has not come back to Redis within {BackWithin.TotalSeconds:0} s.");
            }

            await Task.Delay(LookEvery, stop);
        }

        return (overAt, clock.Now);
    }

    private async Task<int> ListeningAsync() => (await redis.ClientsAsync($"{node}-"))
        .Count(connection => Array.Exists(Subscriptions, kind => connection.GetValueOrDefault(kind, "0") is not "0"));
}
