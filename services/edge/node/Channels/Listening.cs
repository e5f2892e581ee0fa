namespace Platform.Edge.Channels;

/// <summary>The life of a channel's Redis subscriptions. Guarded by <see cref="LiveChannels"/>.</summary>
internal sealed class Listening(LiveChannel channel)
{
    private readonly Lock _gate = new();
    private readonly TaskCompletionSource _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private Task<IReadOnlyList<BackplaneSubscription>>? _subscriptions;
    private bool _isClosed;

    public LiveChannel Channel { get; } = channel;

    public int Users { get; set; }

    public long UnusedSince { get; set; }

    public Task Ended => _ended.Task;

    /// <summary>Starts it once for all that ask; a start that failed is tried again by the next.</summary>
    public Task StartAsync(Func<LiveChannel, Task<IReadOnlyList<BackplaneSubscription>>> listen)
    {
        lock (_gate)
        {
            if (_isClosed)
            {
                throw new ListeningEndedException();
            }

            return _subscriptions is null or { IsFaulted: true } or { IsCanceled: true } ? _subscriptions = listen(Channel) : _subscriptions;
        }
    }

    public void Close()
    {
        lock (_gate)
        {
            _isClosed = true;
        }
    }

    public Task StopAsync() => _subscriptions is { IsCompletedSuccessfully: true } ? StopAsync(_subscriptions.Result) : Task.CompletedTask;

    public static async Task StopAsync(IEnumerable<BackplaneSubscription> subscriptions)
    {
        foreach (var subscription in subscriptions)
        {
            await subscription.EndAsync();
        }
    }

    public void SetEnded() => _ended.TrySetResult();
}

/// <summary>The channel is being given up.</summary>
internal sealed class ListeningEndedException : Exception;
