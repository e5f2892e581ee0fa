using System.Net;
using System.Net.Sockets;
using Platform.Load.Measurements;
using Platform.Load.Rig;

namespace Platform.Load.Subscribers;

/// <summary>Many connections to which nothing comes.</summary>
internal sealed class IdleClients : IDisposable
{
    private const int ConnectingAtOnce = 32;

    // Of the 28,000 ports that Linux gives to the connections of one address to one other.
    private const int ConnectionsOfOneAddress = 20_000;

    private static readonly TimeSpan PingEvery = TimeSpan.FromSeconds(15);

    private readonly List<IdleClient> _clients = [];
    private readonly CancellationTokenSource _over = new();

    /// <summary>How many are connected and have their channels.</summary>
    public int Ready { get; private set; }

    /// <summary>Those that lost their connection, each by why.</summary>
    public IReadOnlyList<string> Lost
    {
        get
        {
            lock (_clients)
            {
                return [.. _clients.Select(client => client.LostSince).OfType<string>()];
            }
        }
    }

    /// <summary>Connects so many more.</summary>
    /// <param name="target">Where to.</param>
    /// <param name="tokens">For whom.</param>
    /// <param name="count">How many.</param>
    /// <param name="channelsOf">What a client, by its number, subscribes to; nothing: it has the channel of its token.</param>
    /// <param name="clock">The run's clock.</param>
    /// <param name="stop">Ends it early.</param>
    public async Task ConnectAsync(
        Target target, AccessTokens tokens, int count, Func<int, IReadOnlyList<string>> channelsOf, RunClock clock, CancellationToken stop)
    {
        var options = new ParallelOptions { MaxDegreeOfParallelism = ConnectingAtOnce, CancellationToken = stop };
        await Parallel.ForAsync(0, count, options, async (number, cancellationToken) =>
        {
            var token = await tokens.ForAsync($"idle-{number}", cancellationToken);
            var channels = channelsOf(number);
            var client = new IdleClient(clock, number < ConnectionsOfOneAddress ? null : new Wire(socket => BindToAnother(socket, number)));
            lock (_clients)
            {
                _clients.Add(client);
            }

            await client.ConnectAsync(SubscriberPlan.Address(target.OriginOf(number), token, withAutomaticChannel: channels is []), channels, cancellationToken);
            lock (_clients)
            {
                Ready++;
            }
        });
        _ = PingAsync();
    }

    public void Dispose()
    {
        _over.Cancel();
        foreach (var client in _clients)
        {
            client.Dispose();
        }
    }

    private static void BindToAnother(Socket socket, int number) =>
        socket.Bind(new IPEndPoint(new IPAddress([127, 0, 0, (byte)(1 + (number / ConnectionsOfOneAddress))]), 0));

    // One after the other, so that their pings are spread over the interval.
    private async Task PingAsync()
    {
        const int Slices = 100;
        using var timer = new PeriodicTimer(PingEvery / Slices);
        try
        {
            for (var slice = 0; await timer.WaitForNextTickAsync(_over.Token); slice = (slice + 1) % Slices)
            {
                for (var i = slice; i < _clients.Count; i += Slices)
                {
                    _ = _clients[i].PingAsync();
                }
            }
        }
        catch (OperationCanceledException)
        {
            // The run is over.
        }
    }
}
