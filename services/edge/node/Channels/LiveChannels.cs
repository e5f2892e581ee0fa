using Platform.Contracts.Channels;
using Platform.Contracts.Lanes;
using Platform.Edge.History;
using Platform.ServiceDefaults.Redis;
using StackExchange.Redis;

namespace Platform.Edge.Channels;

/// <summary>
/// The channels that this node listens to. A channel is listened to from its first subscriber until some time after its last one,
/// so that a client that comes back finds it warm.
/// </summary>
internal sealed partial class LiveChannels(
    RedisConnections redis, LivePubSub pubSub, ChannelHistory history, FanOutLatency latency, TimeProvider clock, ILogger<LiveChannels> logger)
    : BackgroundService
{
    private static readonly TimeSpan Linger = TimeSpan.FromSeconds(10);

    private readonly Lock _gate = new();
    private readonly Dictionary<string, Listening> _channels = new(StringComparer.Ordinal);

    /// <summary>The connections that frames come on. Critical ones have their own, so that they never queue behind others in a socket.</summary>
    public static IReadOnlyList<string> Purposes { get; } = [RedisPurpose.Critical, RedisPurpose.Events];

    public IReadOnlyList<LiveChannel> All
    {
        get
        {
            lock (_gate)
            {
                return [.. _channels.Values.Select(listening => listening.Channel)];
            }
        }
    }

    /// <summary>Listens to the channel until <see cref="Release"/>; completes when frames arrive and the state is known.</summary>
    public async Task<LiveChannel> AcquireAsync(string name)
    {
        while (true)
        {
            Listening listening;
            lock (_gate)
            {
                if (!_channels.TryGetValue(name, out listening!))
                {
                    _channels[name] = listening = new Listening(new LiveChannel(name, history, latency, NotTaken, clock));
                }

                listening.Users++;
            }

            try
            {
                await listening.StartAsync(ListenAsync);
                return listening.Channel;
            }
            catch (ListeningEndedException)
            {
                // It was just given up; the next one begins when that is done.
                await listening.Ended;
            }
            catch
            {
                Release(name);
                throw;
            }
        }
    }

    public void Release(string name)
    {
        lock (_gate)
        {
            if (_channels.TryGetValue(name, out var listening) && --listening.Users == 0)
            {
                listening.UnusedSince = clock.GetTimestamp();
            }
        }
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Linger / 2, clock);
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            List<Listening> unused;
            lock (_gate)
            {
                unused = [.. _channels.Values.Where(listening => listening.Users == 0 && clock.GetElapsedTime(listening.UnusedSince) > Linger)];
            }

            foreach (var listening in unused)
            {
                await EndAsync(listening);
            }
        }
    }

    // Removed only once it has ended: a subscribe and an unsubscribe of one name must not overtake each other.
    private async Task EndAsync(Listening listening)
    {
        lock (_gate)
        {
            if (listening.Users > 0)
            {
                return;
            }

            listening.Close();
        }

        await listening.StopAsync();
        lock (_gate)
        {
            _channels.Remove(listening.Channel.Name);
        }

        listening.SetEnded();
    }

    private async Task<IReadOnlyList<BackplaneSubscription>> ListenAsync(LiveChannel channel)
    {
        List<BackplaneSubscription> subscriptions = new(LaneNames.All.Count);
        try
        {
            foreach (var lane in LaneNames.All)
            {
                var connection = await redis.GetAsync(lane == Lane.Critical ? RedisPurpose.Critical : RedisPurpose.Events);
                BackplaneSubscription subscription = new(connection.GetSubscriber(), await pubSub.LiveAsync(connection, channel.Name, lane));

                // Also one that fails is ended: the library remembers it for when the connection is there.
                subscriptions.Add(subscription);
                await SubscribeAsync(subscription, channel, lane);
            }

            await channel.OpenAsync();
            return subscriptions;
        }
        catch
        {
            await Listening.StopAsync(subscriptions);
            throw;
        }
    }

    private async Task SubscribeAsync(BackplaneSubscription subscription, LiveChannel channel, Lane lane)
    {
        await subscription.Subscriber.SubscribeAsync(subscription.Live, (live, frame) => _ = TakeAsync(channel, lane, (byte[])frame!));
        if (subscription.Subscriber.SubscribedEndpoint(subscription.Live) is null)
        {
            throw new RedisConnectionException(ConnectionFailureType.UnableToConnect, CommandFlags.None, "Redis did not confirm the subscription.");
        }
    }

    private async Task TakeAsync(LiveChannel channel, Lane lane, byte[] frame)
    {
        try
        {
            await channel.TakeAsync(lane, frame);
        }
        catch (Exception e)
        {
            channel.NotTaken(lane, e);
        }
    }

    private void NotTaken(LiveChannel channel, Lane lane, Exception why) =>
        LogNotTaken(ChannelName.WithoutId(channel.Name), lane.Name(), why.Message);

    [LoggerMessage(220, LogLevel.Warning, "A frame of {Channel} ({Lane}) could not be taken: {Why}")]
    private partial void LogNotTaken(string channel, string lane, string why);
}
