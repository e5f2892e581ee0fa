using StackExchange.Redis;

namespace Platform.Edge.Channels;

/// <summary>What this node listens to in Redis: one channel and lane.</summary>
internal sealed record BackplaneSubscription(ISubscriber Subscriber, RedisChannel Live)
{
    /// <summary>Ends it. Without a connection there is no subscription either.</summary>
    public async Task EndAsync()
    {
        try
        {
            await Subscriber.UnsubscribeAsync(Live);
        }
        catch (Exception e) when (e is RedisException or TimeoutException)
        {
        }
    }
}
