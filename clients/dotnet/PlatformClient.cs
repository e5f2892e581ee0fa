using Platform.Client.Access;
using Platform.Client.Connection;
using Platform.Client.Latency;
using Platform.Client.Place;
using Platform.Client.Publish;

namespace Platform.Client;

/// <summary>
/// A client of the platform: one connection for all channels. What is lost is taken up again where it broke, until it is disposed of.
/// </summary>
public sealed class PlatformClient : IAsyncDisposable
{
    private readonly HttpClient _http;
    private readonly Publisher _publisher;
    private readonly ServerClock _clock;
    private readonly ClientLatency _latency;
    private readonly Reports? _reports;
    private readonly Connections _connections;
    private readonly Subscriptions _subscriptions;
    private readonly Refresh _refresh;
    private readonly CancellationTokenSource _closing = new();
    private readonly Task _running;
    private long _events;

    /// <summary>Connects, and stays connected.</summary>
    public PlatformClient(Uri server, PlatformClientOptions options)
    {
        _http = new HttpClient { BaseAddress = server };
        _clock = new ServerClock(options.Time);
        var tokens = new Tokens(options, _clock);
        _publisher = new Publisher(_http, options, tokens);
        _latency = new ClientLatency(_clock, degraded => ConnectionDegraded.Tell(degraded), slow => EventWasSlow.Tell(slow));
        _reports = options.ReportLatency ? new Reports(_clock, options.Time) : null;
        _connections = new Connections(server, tokens, options.Time);
        _subscriptions = new Subscriptions(_connections, _clock, options.Time, Received, _closing.Token);
        _refresh = new Refresh(tokens, _clock, options.Time, _subscriptions.Ended);
        var pings = new Pings(_clock, options.Time, _latency.RoundTrip);
        _connections.StateChanged += state => StateChanged.Tell(state);
        _connections.Opened += hub =>
        {
            _ = pings.RunAsync(hub, _closing.Token);
            _ = _refresh.RunAsync(hub, _closing.Token);
            _ = _reports?.RunAsync(hub, _closing.Token);
        };
        _running = RunAsync();
    }

    /// <summary>Tells each change of the state.</summary>
    public event Action<ConnectionState>? StateChanged;

    /// <summary>Tells a round trip above 50 ms.</summary>
    public event Action<Degraded>? ConnectionDegraded;

    /// <summary>Tells an event that took longer than 10 ms.</summary>
    public event Action<SlowEvent>? EventWasSlow;

    /// <summary>Whether events can come.</summary>
    public ConnectionState State => _connections.State;

    /// <summary>What was measured and counted so far.</summary>
    public ClientStats Stats => new(
        State,
        _connections.Count,
        Interlocked.Read(ref _events),
        _subscriptions.Duplicates,
        _subscriptions.Holes,
        _latency.RoundTrips.Summarize(),
        _latency.Events.Summarize(),
        _clock.Offset,
        _clock.Uncertainty);

    /// <summary>Listens to a channel, from a position or from now on. A channel has one subscription; asking again gives the same one.</summary>
    public ChannelSubscription Subscribe(string channel, ChannelPosition? from = null) => _subscriptions.Add(channel, from);

    /// <summary>Listens no more.</summary>
    public Task UnsubscribeAsync(ChannelSubscription subscription) => _subscriptions.RemoveAsync(subscription);

    /// <summary>Publishes events, in one request: all are taken or none. Completes when RabbitMQ holds them.</summary>
    public Task PublishAsync(IReadOnlyList<EventDraft> events, CancellationToken cancellationToken = default) =>
        _publisher.PublishAsync(events, cancellationToken);

    /// <summary>Asks for a newer token and gives it to the open connection, for example when the user got more rights.</summary>
    public Task RefreshTokenAsync() => _connections.Current is { } hub ? _refresh.NowAsync(hub, _closing.Token) : Task.CompletedTask;

    /// <summary>Ends the connection and all subscriptions.</summary>
    public async ValueTask DisposeAsync()
    {
        await _closing.CancelAsync();
        await _running;
        _http.Dispose();
    }

    private async Task RunAsync()
    {
        // Subscriptions end before the app hears of it, so that one that it makes then ends as well.
        _subscriptions.End(await _connections.RunAsync(_closing.Token));
        _connections.Close();
    }

    private void Received(PlatformEvent e, bool isLive)
    {
        Interlocked.Increment(ref _events);
        if (isLive)
        {
            _latency.Event(e);
            _reports?.Event(e);
        }
    }
}
