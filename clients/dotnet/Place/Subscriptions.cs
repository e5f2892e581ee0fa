using System.Collections.Concurrent;
using Platform.Client.Connection;
using Platform.Client.Latency;
using Platform.Contracts.Hub;

namespace Platform.Client.Place;

/// <summary>All channels that are followed, on whatever connection there is.</summary>
internal sealed class Subscriptions
{
    private static readonly TimeSpan WholeAfter = TimeSpan.FromSeconds(1);

    private readonly Connections _connections;
    private readonly ServerClock _clock;
    private readonly TimeProvider _time;
    private readonly Action<PlatformEvent, bool> _received;
    private readonly CancellationToken _closing;
    private readonly ConcurrentDictionary<string, ChannelSubscription> _all = new();
    private Exception? _ended;
    private long _holes;

    /// <param name="connections">By which they come.</param>
    /// <param name="clock">The server's clock.</param>
    /// <param name="time">Time.</param>
    /// <param name="received">Told each event, and whether it came as it happened.</param>
    /// <param name="closing">The client ends.</param>
    public Subscriptions(Connections connections, ServerClock clock, TimeProvider time, Action<PlatformEvent, bool> received, CancellationToken closing)
    {
        (_connections, _clock, _time, _received, _closing) = (connections, clock, time, received, closing);
        connections.Made += Listen;
        connections.Opened += hub =>
        {
            foreach (var subscription in _all.Values)
            {
                _ = AskAsync(hub, subscription);
            }
        };
    }

    /// <summary>Times that something was missing and was asked for again.</summary>
    public long Holes => Interlocked.Read(ref _holes);

    public long Duplicates => _all.Values.Sum(subscription => subscription.Stream.Duplicates);

    public ChannelSubscription Add(string channel, ChannelPosition? from)
    {
        var isNew = false;
        var subscription = _all.GetOrAdd(channel, name =>
        {
            isNew = true;
            ChannelSubscription? made = null;
            return made = new ChannelSubscription(name, from, _time, e => _received(e, e.AcceptedAt >= made!.LiveSince), OnHole, LeaveBehind);
        });
        if (_ended is { } reason)
        {
            subscription.End(reason);
        }
        else if (isNew)
        {
            _ = AskAsync(_connections.Current, subscription);
        }

        return subscription;
    }

    /// <summary>Listens no more.</summary>
    public async Task RemoveAsync(ChannelSubscription subscription)
    {
        if (_all.TryRemove(KeyValuePair.Create(subscription.Channel, subscription)))
        {
            subscription.End();
            await UnsubscribeAsync(subscription.Channel);
        }
    }

    /// <summary>Channels that a newer token does not name any more.</summary>
    public void Ended(RefreshAnswer answer)
    {
        foreach (var channel in answer.Ended)
        {
            if (_all.TryGetValue(channel, out var subscription))
            {
                Refuse(subscription, SubscribeErrors.Forbidden);
            }
        }
    }

    /// <summary>Ends all, and each that somebody still makes.</summary>
    public void End(Exception reason)
    {
        _ended = reason;
        foreach (var subscription in _all.Values)
        {
            subscription.End(reason);
        }
    }

    private void Listen(Hub hub)
    {
        hub.OnEvents(json =>
        {
            var e = PlatformEvent.Read(json);
            Find(hub, e.Channel)?.Take(e);
        });
        hub.On<GapMessage>(HubMethods.Gap, gap => Find(hub, gap.Channel)?.Skip(gap));
        hub.On<PositionMessage>(HubMethods.Position, position => Find(hub, position.Channel)?.Move(position));
    }

    // What an earlier connection still says does not count.
    private ChannelStream? Find(Hub hub, string channel) =>
        hub == _connections.Current && _all.TryGetValue(channel, out var subscription) ? subscription.Stream : null;

    private async Task AskAsync(Hub? hub, ChannelSubscription subscription)
    {
        try
        {
            while (hub is not null && await subscription.Asks.AskAsync(hub, request => CallAsync(hub, subscription, request), () => hub != _connections.Current) is { } answer)
            {
                if (answer.Error is { } refused)
                {
                    Refuse(subscription, refused);
                    return;
                }

                await Task.Delay(WholeAfter, _time, _closing);
                if (subscription.Stream.IsWhole)
                {
                    return;
                }
            }
        }
        catch (Exception e) when (e is InvalidOperationException or OperationCanceledException or IOException)
        {
            // The connection is over, and the next one asks anew.
        }
    }

    private async Task<SubscribeAnswer> CallAsync(Hub hub, ChannelSubscription subscription, SubscribeRequest request)
    {
        var answer = (await hub.CallAsync<SubscribeAnswer[]>(HubMethods.Subscribe, new[] { request }, _closing))[0];
        subscription.LiveSince = _clock.Now;
        return answer;
    }

    private void OnHole(ChannelSubscription subscription)
    {
        Interlocked.Increment(ref _holes);
        _ = AskAsync(_connections.Current, subscription);
    }

    private void Refuse(ChannelSubscription subscription, string reason)
    {
        _all.TryRemove(KeyValuePair.Create(subscription.Channel, subscription));
        subscription.End(new SubscriptionRefusedException(subscription.Channel, reason));
    }

    // Its loop can't take what comes, so nothing more is to come.
    private void LeaveBehind(ChannelSubscription subscription)
    {
        if (_all.TryRemove(KeyValuePair.Create(subscription.Channel, subscription)))
        {
            _ = UnsubscribeAsync(subscription.Channel);
        }
    }

    private async Task UnsubscribeAsync(string channel)
    {
        try
        {
            await (_connections.Current?.CallAsync<object?>(HubMethods.Unsubscribe, new[] { channel }, _closing) ?? Task.FromResult<object?>(null));
        }
        catch (Exception)
        {
            // A connection that is over sends nothing more either.
        }
    }
}
