using Platform.Load.Measurements;
using Platform.Load.Rig;

namespace Platform.Load.Scenarios;

/// <summary>
/// Ends every connection of one process to Redis as soon as it is there, for a while, and says when the process listens again. The
/// connections are known by their name, which begins with the process's.
/// </summary>
internal sealed class RedisCut(RedisGauges redis, string process, RunClock clock)
{
    private static readonly string[] Subscriptions = ["sub", "psub", "ssub"];
    private static readonly TimeSpan LookEvery = TimeSpan.FromMilliseconds(10);
    private static readonly TimeSpan BackWithin = TimeSpan.FromSeconds(60);

    /// <summary>How many connections were ended.</summary>
    public int Ended { get; private set; }

    /// <summary>Cuts, and returns when it is over: the time of that, and of the moment at which the process listened again.</summary>
    /// <exception cref="CannotRunException">There is no such process, or it does not come back.</exception>
    public async Task<(long OverAt, long BackAt)> RunAsync(TimeSpan length, CancellationToken stop)
    {
        var listening = await ListeningAsync();
        if (listening == 0)
        {
            throw new CannotRunException($"No connection to Redis is named {process}-…: is that process a part of this stack?");
        }

        var until = clock.Now + (long)length.TotalMicroseconds;
        for (; clock.Now < until; await Task.Delay(LookEvery, stop))
        {
            foreach (var connection in await redis.ClientsAsync($"{process}-"))
            {
                await redis.KillAsync(connection["id"]);
                Ended++;
            }
        }

        var overAt = clock.Now;
        while (await ListeningAsync() < listening)
        {
            if (clock.Now - overAt > BackWithin.TotalMicroseconds)
            {
                throw new CannotRunException($"{process} has not come back to Redis within {BackWithin.TotalSeconds:0} s.");
            }

            await Task.Delay(LookEvery, stop);
        }

        return (overAt, clock.Now);
    }

    private async Task<int> ListeningAsync() => (await redis.ClientsAsync($"{process}-"))
        .Count(connection => Array.Exists(Subscriptions, kind => connection.GetValueOrDefault(kind, "0") is not "0"));
}
