using Platform.Load.Proof;
using Platform.Load.Rig;

namespace Platform.Load.Subscribers;

/// <summary>All clients of a run.</summary>
internal sealed class SubscriberFleet : IAsyncDisposable
{
    // Few enough that the handshakes of the first do not time out behind those of the last.
    private const int ConnectingAtOnce = 32;
    private static readonly TimeSpan ConnectTimeout = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan CloseTimeout = TimeSpan.FromSeconds(3);
    private static readonly TimeSpan TendEvery = TimeSpan.FromMilliseconds(250);

    private readonly CancellationTokenSource _stop = new();
    private readonly Subscriber[] _subscribers;
    private readonly Task?[] _runs;
    private int _ready;

    /// <param name="plan">What they have in common.</param>
    /// <param name="contender">Where they connect.</param>
    /// <param name="ledger">What comes to them is entered there.</param>
    /// <param name="clients">How many they are.</param>
    /// <param name="first">The number of the first; where others have taken the numbers before.</param>
    public SubscriberFleet(SubscriberPlan plan, IContender contender, Ledger ledger, int clients, int first = 0)
    {
        _runs = new Task?[clients];
        _subscribers = new Subscriber[clients];
        for (var client = 0; client < clients; client++)
        {
            var account = ledger.OpenClient($"client {first + client}");
            account.Join(plan.Channels.ChannelOf(first + client));
            _subscribers[client] = new Subscriber(plan, contender.OpenStream(plan, first + client, account));
        }
    }

    /// <summary>How many there are.</summary>
    public int Count => _subscribers.Length;

    /// <summary>How many have received their channel.</summary>
    public int Ready => Volatile.Read(ref _ready);

    /// <summary>What went wrong last with clients that do not receive their channel, each thing once.</summary>
    public IReadOnlyList<string> Errors =>
        [.. _subscribers.Select(subscriber => subscriber.LastError).OfType<string>().Distinct()];

    /// <summary>Cuts the connection of one of them, by its place among these; <c>false</c> if it has none.</summary>
    public bool CutOff(int client, TimeSpan away) => _subscribers[client].CutOff(away);

    /// <summary>Connects all, and returns when each receives its channel.</summary>
    /// <exception cref="CannotRunException">Not all did.</exception>
    public async Task ConnectAsync(CancellationToken stop)
    {
        using var timeout = CancellationTokenSource.CreateLinkedTokenSource(stop);
        timeout.CancelAfter(ConnectTimeout);
        _ = TendAsync();
        try
        {
            await Parallel.ForAsync(0, _subscribers.Length, new ParallelOptions { MaxDegreeOfParallelism = ConnectingAtOnce, CancellationToken = timeout.Token }, ConnectAsync);
        }
        catch (OperationCanceledException) when (!stop.IsCancellationRequested)
        {
            throw new CannotRunException(
                $"After {ConnectTimeout.TotalSeconds:0} s {Ready} of {_subscribers.Length} clients receive their channel. {string.Join(' ', Errors)}");
        }
    }

    /// <summary>Closes all connections; what has not arrived by then never will.</summary>
    public async ValueTask DisposeAsync()
    {
        if (_stop.IsCancellationRequested)
        {
            return;
        }

        await _stop.CancelAsync();
        using var timeout = new CancellationTokenSource(CloseTimeout);
        await Task.WhenAll(_subscribers.Select(subscriber => subscriber.CloseAsync(timeout.Token)));
        await Task.WhenAny(Task.WhenAll(_runs.OfType<Task>()), Task.Delay(CloseTimeout));
    }

    private async ValueTask ConnectAsync(int client, CancellationToken cancellationToken)
    {
        var subscriber = _subscribers[client];
        var run = _runs[client] = subscriber.RunAsync(_stop.Token);
        // A client whose run ends before it is ready has failed for good, and says why.
        await await Task.WhenAny(subscriber.Ready, run).WaitAsync(cancellationToken);
        Interlocked.Increment(ref _ready);
    }

    private async Task TendAsync()
    {
        using var timer = new PeriodicTimer(TendEvery);
        try
        {
            while (await timer.WaitForNextTickAsync(_stop.Token))
            {
                foreach (var subscriber in _subscribers)
                {
                    subscriber.Tend();
                }
            }
        }
        catch (OperationCanceledException)
        {
            // The run is over.
        }
    }
}
