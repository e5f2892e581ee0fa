using StackExchange.Redis;

namespace Platform.Edge.Channels;

/// <summary>The life of a channel's Redis subscriptions. Guarded by <see cref="LiveChannels"/>.</summary>
internal sealed class Listening(LiveChannel channel)
{
    private readonly Lock _gate = new();
    private readonly TaskCompletionSource _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private Task<IReadOnlyList<ChannelMessageQueue>>? _queues;
    private bool _isClosed;

    public LiveChannel Channel { get; } = channel;

    public int Users { get; set; }

    public long UnusedSince { get; set; }

    public Task Ended => _ended.Task;

    /// <summary>Starts it once for all that ask; a start that failed is tried again by the next.</summary>
    public Task StartAsync(Func<LiveChannel, Task<IReadOnlyList<ChannelMessageQueue>>> listen)
    {
        lock (_gate)
        {
            if (_isClosed)
            {
                throw new ListeningEndedException();
            }

            return _queues is null or { IsFaulted: true } or { IsCanceled: true } ? _queues = listen(Channel) : _queues;
        }
    }

    public void Close()
    {
        lock (_gate)
        {
            _isClosed = true;
        }
    }

    public Task StopAsync() => _queues is { IsCompletedSuccessfully: true } ? StopAsync(_queues.Result) : Task.CompletedTask;

    public static async Task StopAsync(IEnumerable<ChannelMessageQueue> queues)
    {
        foreach (var queue in queues)
        {
            await TolerateAsync(queue.UnsubscribeAsync());
        }
    }

    public static Task StopAsync(ISubscriber subscriber, RedisChannel channel) => TolerateAsync(subscriber.UnsubscribeAsync(channel));

    // Without a connection there is no subscription either.
    private static async Task TolerateAsync(Task unsubscribing)
    {
        try
        {
            await unsubscribing;
        }
        catch (Exception e) when (e is RedisException or TimeoutException)
        {
        }
    }

    public void SetEnded() => _ended.TrySetResult();
}

/// <summary>The channel is being given up.</summary>
internal sealed class ListeningEndedException : Exception;
