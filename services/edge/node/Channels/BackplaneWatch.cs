using System.Collections.Concurrent;
using Platform.Contracts.Channels;
using Platform.Edge.History;
using Platform.ServiceDefaults.Redis;
using StackExchange.Redis;

namespace Platform.Edge.Channels;

/// <summary>
/// Finds frames that were published but never came, also on a quiet channel where no later frame shows the hole (guarantee 4). It
/// probes the subscriptions' connections; after a missed probe every channel is compared with Redis at once, and otherwise slowly,
/// one after the other.
/// </summary>
internal sealed partial class BackplaneWatch(RedisConnections redis, LiveChannels channels, TimeProvider clock, ILogger<BackplaneWatch> logger)
    : BackgroundService
{
    // With the comparison that follows, a loss shows within a second.
    private static readonly TimeSpan Probe = TimeSpan.FromMilliseconds(250);

    private static readonly TimeSpan Grace = TimeSpan.FromMilliseconds(100);

    // In this time the sweep has been at every channel once: nothing is known to be lost, so it costs next to nothing.
    private static readonly TimeSpan Sweep = TimeSpan.FromSeconds(30);

    // Subscriptions are restored one by one after their connection is: a second look finds what came between.
    private const int LooksAfterLoss = 4;

    // How long a channel of which frames did not come is looked at each time, counted from the last such find: its subscription may not
    // have been restored with the connection, and then this is what keeps it going.
    private const int LooksInDoubt = 40;

    // Comparisons at once: Redis has others to serve, above all when it has just come back.
    private const int MaxComparisons = 16;

    private readonly ConcurrentDictionary<LiveChannel, int> _doubtful = [];
    private int _looksLeft;
    private int _swept;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        List<IConnectionMultiplexer> watched = [];
        using var timer = new PeriodicTimer(Probe, clock);
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            try
            {
                if (watched.Count == 0)
                {
                    watched.AddRange(await WatchAsync());
                }

                await Task.WhenAll(watched.Select(ProbeAsync));
                await CompareAsync(stoppingToken);
            }
            catch (Exception e) when (!stoppingToken.IsCancellationRequested)
            {
                Lost();
                LogMissed(e.Message);
            }
        }
    }

    private async Task<IConnectionMultiplexer[]> WatchAsync()
    {
        var connections = await Task.WhenAll(LiveChannels.Purposes.Select(redis.GetAsync));
        foreach (var connection in connections)
        {
            connection.ConnectionFailed += (_, _) => Lost();
            connection.ConnectionRestored += (_, _) => Lost();
        }

        return connections;
    }

    // Live events and the answer come on one connection, from each server that has some.
    private static Task ProbeAsync(IConnectionMultiplexer connection) =>
        connection.InCharge() is { Count: > 0 } servers
            ? Task.WhenAll(servers.Select(server => server.PingAsync()))
            : throw new RedisConnectionException(ConnectionFailureType.UnableToConnect, CommandFlags.None, "Redis is away.");

    private void Lost() => Volatile.Write(ref _looksLeft, LooksAfterLoss);

    private async Task CompareAsync(CancellationToken stoppingToken)
    {
        var all = channels.All;
        if (Volatile.Read(ref _looksLeft) > 0)
        {
            await CompareAsync(all, stoppingToken);
            Interlocked.Decrement(ref _looksLeft);
            return;
        }

        var share = (int)Math.Ceiling(all.Count * (Probe / Sweep));
        var inTurn = Enumerable.Range(_swept, share).Select(place => all[place % all.Count]);
        await CompareAsync(_doubtful.Keys.Union(inTurn), stoppingToken);
        _swept = all.Count == 0 ? 0 : (_swept + share) % all.Count;
        Trust(all);
    }

    // Only the looks at Redis take turns: thousands of channels may have missed something, and each that has waits for a while.
    private async Task CompareAsync(IEnumerable<LiveChannel> some, CancellationToken stoppingToken)
    {
        ConcurrentBag<Task> behind = [];
        var turns = new ParallelOptions { MaxDegreeOfParallelism = MaxComparisons, CancellationToken = stoppingToken };
        await Parallel.ForEachAsync(some, turns, async (channel, _) =>
        {
            if (await channel.CompareAsync() is { } state)
            {
                behind.Add(AdvanceAsync(channel, state));
            }
        });
        await Task.WhenAll(behind);
    }

    private async Task AdvanceAsync(LiveChannel channel, ChannelState state)
    {
        // What is only on its way comes meanwhile.
        await Task.Delay(Grace, clock);
        // After a loss all have missed something; who still does at the last look gives cause for doubt.
        if (channel.Advance(state) && Volatile.Read(ref _looksLeft) <= 1)
        {
            Doubt(channel);
        }
    }

    private void Doubt(LiveChannel channel)
    {
        if (_doubtful.TryAdd(channel, LooksInDoubt))
        {
            LogDoubted(ChannelName.WithoutId(channel.Name));
        }
        else
        {
            _doubtful[channel] = LooksInDoubt;
        }
    }

    // One look less for each; those that nobody listens to any more go at once.
    private void Trust(IReadOnlyList<LiveChannel> all)
    {
        var listened = _doubtful.IsEmpty ? [] : all.ToHashSet();
        foreach (var (channel, looks) in _doubtful)
        {
            if (looks <= 1 || !listened.Contains(channel))
            {
                _doubtful.TryRemove(channel, out _);
            }
            else
            {
                _doubtful[channel] = looks - 1;
            }
        }
    }

    [LoggerMessage(210, LogLevel.Debug, "A probe of the backplane was missed: {Why}")]
    private partial void LogMissed(string why);

    [LoggerMessage(211, LogLevel.Debug, "Frames of {Channel} did not come; it is compared with Redis each time until they do.")]
    private partial void LogDoubted(string channel);
}
