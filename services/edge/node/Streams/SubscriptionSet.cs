namespace Platform.Edge.Streams;

/// <summary>One connection's subscriptions, by channel.</summary>
internal sealed class SubscriptionSet
{
    private readonly Dictionary<string, Subscription> _subscriptions = new(StringComparer.Ordinal);
    private bool _isClosed;

    public int Count
    {
        get
        {
            lock (_subscriptions)
            {
                return _subscriptions.Count;
            }
        }
    }

    public bool Contains(string channel)
    {
        lock (_subscriptions)
        {
            return _subscriptions.ContainsKey(channel);
        }
    }

    /// <summary>Starts a subscription; one to the same channel that was there before ends.</summary>
    public void Start(Subscription subscription)
    {
        lock (_subscriptions)
        {
            if (_subscriptions.Remove(subscription.Channel.Name, out var before))
            {
                before.End();
            }

            if (_isClosed)
            {
                subscription.End();
                return;
            }

            _subscriptions.Add(subscription.Channel.Name, subscription);
            subscription.Start();
        }
    }

    public bool TryEnd(string channel)
    {
        lock (_subscriptions)
        {
            if (!_subscriptions.Remove(channel, out var subscription))
            {
                return false;
            }

            subscription.End();
            return true;
        }
    }

    /// <summary>Ends all whose channel is not among the allowed ones, and names them.</summary>
    public IReadOnlyList<string> EndExcept(Predicate<string> isAllowed)
    {
        lock (_subscriptions)
        {
            string[] ended = [.. _subscriptions.Keys.Where(channel => !isAllowed(channel))];
            foreach (var channel in ended)
            {
                _subscriptions.Remove(channel, out var subscription);
                subscription!.End();
            }

            return ended;
        }
    }

    public void Close()
    {
        lock (_subscriptions)
        {
            _isClosed = true;
            foreach (var subscription in _subscriptions.Values)
            {
                subscription.End();
            }

            _subscriptions.Clear();
        }
    }
}
