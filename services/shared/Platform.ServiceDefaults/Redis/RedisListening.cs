using StackExchange.Redis;

namespace Platform.ServiceDefaults.Redis;

/// <summary>Listening to a pub/sub name for as long as the service lives.</summary>
public static class RedisListening
{
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);

    /// <summary>Tries until Redis has confirmed it; then it outlives the connection.</summary>
    /// <param name="redis">The connections.</param>
    /// <param name="purpose">On which of them.</param>
    /// <param name="name">The pub/sub name.</param>
    /// <param name="take">Takes each message, on any thread.</param>
    /// <param name="clock">The clock.</param>
    /// <param name="stoppingToken">The service stops.</param>
    public static async Task ListenAsync(
        this RedisConnections redis, string purpose, string name, Action<string?> take, TimeProvider clock, CancellationToken stoppingToken)
    {
        var channel = RedisChannel.Literal(name);
        while (!stoppingToken.IsCancellationRequested)
        {
            ISubscriber? subscriber = null;
            try
            {
                subscriber = (await redis.GetAsync(purpose)).GetSubscriber();
                await subscriber.SubscribeAsync(channel, Take);
                if (subscriber.SubscribedEndpoint(channel) is not null)
                {
                    return;
                }
            }
            catch (Exception e) when (e is RedisException or TimeoutException)
            {
            }

            await EndAsync(subscriber, channel);
            await Task.Delay(Pause, clock, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }

        void Take(RedisChannel from, RedisValue text) => take(text);

        // The library remembers also what failed: the next attempt would be a second listener.
        async Task EndAsync(ISubscriber? subscriber, RedisChannel from)
        {
            try
            {
                await (subscriber?.UnsubscribeAsync(from, Take) ?? Task.CompletedTask);
            }
            catch (Exception e) when (e is RedisException or TimeoutException)
            {
            }
        }
    }
}
