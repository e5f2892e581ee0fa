using System.Collections.Concurrent;
using Microsoft.AspNetCore.SignalR;
using Platform.Client.Connection;
using Platform.Client.Latency;
using Platform.Client.Place;
using Platform.Client.Publish;
using Platform.Contracts.Hub;

namespace Platform.Client;

/// <summary>
/// A client of the platform: one connection for all channels. What is lost is taken up again where it broke, until it is disposed of.
/// </summary>
public sealed class PlatformClient : IAsyncDisposable
{
    // A connection that lived so long was a good one: what comes after it counts anew.
    private static readonly TimeSpan GoodLife = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan PingInterval = TimeSpan.FromSeconds(15);
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan AskAgain = TimeSpan.FromSeconds(1);

    private readonly Uri _server;
    private readonly PlatformClientOptions _options;
    private readonly HttpClient _http;
    private readonly Publisher _publisher;
    private readonly ServerClock _clock;
    private readonly LatencySamples _roundTrips = new();
    private readonly LatencySamples _events = new();
    private readonly ConcurrentDictionary<string, ChannelSubscription> _subscriptions = new();
    private readonly CancellationTokenSource _closing = new();
    private readonly Task _running;
    private Hub? _hub;
    private double _liveSince = double.PositiveInfinity;

    /// <summary>Connects, and stays connected.</summary>
    public PlatformClient(Uri server, PlatformClientOptions options)
    {
        _server = server;
        _options = options;
        _http = new HttpClient { BaseAddress = server };
        _publisher = new Publisher(_http, options);
        _clock = new ServerClock(options.Time);
        _running = RunAsync();
    }

    /// <summary>Tells each change of the state.</summary>
    public event Action<ConnectionState>? StateChanged;

    /// <summary>Whether events can come.</summary>
    public ConnectionState State { get; private set; } = ConnectionState.Connecting;

    /// <summary>To the node and back.</summary>
    public LatencySummary RoundTrip => _roundTrips.Summarize();

    /// <summary>From accepted to here, of events that came live.</summary>
    public LatencySummary EventLatency => _events.Summarize();

    /// <summary>Listens to a channel, from a position or from now on. A channel has one subscription; asking again gives the same one.</summary>
    public ChannelSubscription Subscribe(string channel, ChannelPosition? from = null)
    {
        var isNew = false;
        var subscription = _subscriptions.GetOrAdd(channel, name =>
        {
            isNew = true;
            return new ChannelSubscription(name, from, Received, hole => _ = AskAsync(_hub, hole));
        });
        if (isNew)
        {
            _ = AskAsync(_hub, subscription);
        }

        return subscription;
    }

    /// <summary>Listens no more.</summary>
    public async Task UnsubscribeAsync(ChannelSubscription subscription)
    {
        if (_subscriptions.TryRemove(KeyValuePair.Create(subscription.Channel, subscription)))
        {
            subscription.End();
            if (_hub is { } hub)
            {
                await hub.CallAsync<object?>(HubMethods.Unsubscribe, new[] { subscription.Channel }, _closing.Token);
            }
        }
    }

    /// <summary>Publishes events, in one request: all are taken or none. Completes when RabbitMQ holds them.</summary>
    public Task PublishAsync(IReadOnlyList<EventDraft> events, CancellationToken cancellationToken = default) =>
        _publisher.PublishAsync(events, cancellationToken);

    /// <summary>Ends the connection and all subscriptions.</summary>
    public async ValueTask DisposeAsync()
    {
        await _closing.CancelAsync();
        await _running;
        _http.Dispose();
        foreach (var subscription in _subscriptions.Values)
        {
            subscription.End();
        }
    }

    private async Task RunAsync()
    {
        for (var failures = 0; !_closing.IsCancellationRequested;)
        {
            var began = _options.Time.GetTimestamp();
            var (reason, isDraining) = await LiveAsync(failures);
            if (_closing.IsCancellationRequested || IsFinal(reason))
            {
                break;
            }

            failures = _options.Time.GetElapsedTime(began) >= GoodLife ? 0 : failures;
            if (!isDraining)
            {
                await Task.Delay(Backoff.Delay(failures++, Random.Shared.NextDouble()), _options.Time, _closing.Token)
                    .ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }

        Become(ConnectionState.Closed);
    }

    /// <summary>One connection's life.</summary>
    private async Task<(Exception? Reason, bool IsDraining)> LiveAsync(int failures)
    {
        var isDraining = false;
        await using var hub = new Hub(_server, async () => await _options.GetToken(_closing.Token));
        Listen(hub, () => isDraining = true);
        try
        {
            using var limit = new CancellationTokenSource(Backoff.Timeout(failures), _options.Time);
            using var either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, _closing.Token);
            await hub.StartAsync(either.Token);
            _hub = hub;
            Become(ConnectionState.Connected);
            foreach (var subscription in _subscriptions.Values)
            {
                _ = AskAsync(hub, subscription);
            }

            _ = PingAsync(hub);
            return (await hub.Ended.WaitAsync(_closing.Token), isDraining);
        }
        catch (Exception e)
        {
            // Whatever kept it from beginning, the next attempt may do better.
            return (e, false);
        }
        finally
        {
            _hub = null;
            if (State == ConnectionState.Connected)
            {
                Become(ConnectionState.Reconnecting);
            }
        }
    }

    private void Listen(Hub hub, Action draining)
    {
        hub.OnEvents(json =>
        {
            var e = PlatformEvent.Read(json);
            Find(e.Channel)?.Stream.Take(e);
        });
        hub.On<GapMessage>(HubMethods.Gap, gap => Find(gap.Channel)?.Stream.Skip(gap));
        hub.On<PositionMessage>(HubMethods.Position, position => Find(position.Channel)?.Stream.Move(position));
        hub.On<DrainingMessage>(HubMethods.Draining, message => _ = LeaveAsync(message.ReconnectAfterMs));

        async Task LeaveAsync(int afterMs)
        {
            await Task.Delay(afterMs, CancellationToken.None);
            draining();
            hub.Leave();
        }
    }

    private ChannelSubscription? Find(string channel) => _subscriptions.GetValueOrDefault(channel);

    private async Task AskAsync(Hub? hub, ChannelSubscription subscription)
    {
        for (; hub is not null && !hub.Ended.IsCompleted && !subscription.IsOver; await Task.Delay(AskAgain, _options.Time))
        {
            try
            {
                var answer = (await hub.CallAsync<SubscribeAnswer[]>(HubMethods.Subscribe, new[] { subscription.Stream.Ask() }, _closing.Token))[0];
                if (answer.Error is null)
                {
                    _liveSince = _clock.Now;
                    subscription.Answered(answer);
                    await Task.Delay(AskAgain, _options.Time, _closing.Token);
                    if (subscription.Stream.IsWhole)
                    {
                        return;
                    }
                }
                else if (answer.Error != SubscribeErrors.Unavailable)
                {
                    _subscriptions.TryRemove(KeyValuePair.Create(subscription.Channel, subscription));
                    subscription.End(new SubscriptionRefusedException(subscription.Channel, answer.Error));
                    return;
                }
            }
            catch (HubException)
            {
                // Too many calls; a little later there is room.
            }
            catch (Exception e) when (e is InvalidOperationException or OperationCanceledException or IOException)
            {
                // The connection is over, and the next one asks anew.
                return;
            }
        }
    }

    private async Task PingAsync(Hub hub)
    {
        try
        {
            for (; !hub.Ended.IsCompleted; await Task.Delay(PingInterval, _options.Time, _closing.Token))
            {
                var sent = _clock.Local;
                var answer = await hub.CallAsync<ServerTime>(HubMethods.Ping, sent, _closing.Token).WaitAsync(Patience, _options.Time);
                _roundTrips.Add(_clock.Answered(sent, answer.Milliseconds));
            }
        }
        catch (HubException)
        {
            // Refused for calling too often: the connection lives.
        }
        catch (Exception e)
        {
            // An open connection that does not answer is none.
            hub.Leave(e);
        }
    }

    private void Received(PlatformEvent e)
    {
        if (e.AcceptedAt >= _liveSince)
        {
            _events.Add(Math.Max(_clock.Now - e.AcceptedAt, 0));
        }
    }

    private void Become(ConnectionState state)
    {
        if (State != state)
        {
            State = state;
            StateChanged?.Invoke(state);
        }
    }

    private static bool IsFinal(Exception? reason) =>
        reason is not null && (reason.Message.Contains(CloseReasons.TokenRevoked, StringComparison.Ordinal)
            || reason.Message.Contains(CloseReasons.TooManyCalls, StringComparison.Ordinal));
}
