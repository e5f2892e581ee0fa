using Platform.Contracts.Lanes;
using Platform.ServiceDefaults.Health;
using Platform.ServiceDefaults.Redis;
using StackExchange.Redis;

namespace Platform.Publisher.Append;

/// <summary>A lane's way to Redis: a call whose outcome is unknown is sent again as it was, until Redis has answered.</summary>
internal sealed class LaneRedis(RedisConnections redis, Dependencies dependencies, TimeProvider clock)
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(50);

    /// <summary>Calls until Redis has answered.</summary>
    public Task<T> UntilAnsweredAsync<T>(Lane lane, Func<IConnectionMultiplexer, Task<T>> call, CancellationToken cancellationToken) =>
        UntilAsync(lane, call, dependencies.Up, cancellationToken);

    /// <summary>The same, of what may be known without asking: it says nothing about whether Redis is there.</summary>
    public Task<T> UntilKnownAsync<T>(Lane lane, Func<IConnectionMultiplexer, Task<T>> call, CancellationToken cancellationToken) =>
        UntilAsync(lane, call, _ => { }, cancellationToken);

    private async Task<T> UntilAsync<T>(
        Lane lane, Func<IConnectionMultiplexer, Task<T>> call, Action<string> answered, CancellationToken cancellationToken)
    {
        var dependency = RedisOptions.DependencyOn(Purpose(lane));
        while (true)
        {
            cancellationToken.ThrowIfCancellationRequested();
            try
            {
                var answer = await OnceAsync(lane, call);
                answered(dependency);
                return answer;
            }
            catch (Exception e) when (MayBeAnsweredLater(e))
            {
                dependencies.Down(dependency, e.Message);
            }

            await Task.Delay(Pause, clock, cancellationToken);
        }
    }

    /// <summary>Calls once, whatever comes of it.</summary>
    public async Task<T> OnceAsync<T>(Lane lane, Func<IConnectionMultiplexer, Task<T>> call) => await call(await redis.GetAsync(Purpose(lane)));

    /// <summary>Sends a command of which no answer is awaited; nothing happens while Redis is away.</summary>
    public async Task SendAsync(Lane lane, Func<IConnectionMultiplexer, Task> command)
    {
        try
        {
            await command(await redis.GetAsync(Purpose(lane)));
        }
        catch (Exception e) when (MayBeAnsweredLater(e))
        {
            // Who needs an answer asks for one.
        }
    }

    /// <summary>Whether the same call may get another answer. Not one that was cut for another topology (CROSSSLOT): it has to be cut anew.</summary>
    public static bool MayBeAnsweredLater(Exception e) =>
        e is RedisException or TimeoutException or ObjectDisposedException
        && !FencedException.Is(e)
        && !(e is RedisServerException && e.Message.StartsWith("CROSSSLOT", StringComparison.Ordinal));

    // Critical events never wait behind another lane's call.
    private static string Purpose(Lane lane) => lane == Lane.Critical ? RedisPurpose.Critical : RedisPurpose.Events;
}
