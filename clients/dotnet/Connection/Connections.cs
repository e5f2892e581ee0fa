using Platform.Client.Access;
using Platform.Contracts.Hub;

namespace Platform.Client.Connection;

/// <summary>One connection at a time, for as long as it takes: what is lost is taken up again, until somebody says stop.</summary>
internal sealed class Connections(Uri server, Tokens tokens, TimeProvider time)
{
    private readonly Attempts _attempts = new();
    private volatile Hub? _current;

    /// <summary>A connection is about to start, for those who listen to what it sends.</summary>
    public event Action<Hub>? Made;

    /// <summary>A connection is open.</summary>
    public event Action<Hub>? Opened;

    /// <summary>The state changed.</summary>
    public event Action<ConnectionState>? StateChanged;

    public ConnectionState State { get; private set; } = ConnectionState.Connecting;

    /// <summary>The connection that is open now.</summary>
    public Hub? Current => _current;

    /// <summary>How many were opened.</summary>
    public long Count { get; private set; }

    /// <summary>Completes with the reason when there will be no further one.</summary>
    public async Task<Exception> RunAsync(CancellationToken closing)
    {
        while (!closing.IsCancellationRequested)
        {
            var (reason, isFailure) = await LiveAsync(closing);
            if (IsFinal(reason))
            {
                return new ConnectionEndedException(reason!.Message, reason);
            }

            if (isFailure)
            {
                await Task.Delay(_attempts.Failed(Random.Shared.NextDouble()), time, closing).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }

        return new ObjectDisposedException(nameof(PlatformClient));
    }

    /// <summary>The last state, to be told when all else has been.</summary>
    public void Close() => Become(ConnectionState.Closed);

    /// <summary>One connection's life.</summary>
    private async Task<(Exception? Reason, bool IsFailure)> LiveAsync(CancellationToken closing)
    {
        Hub? hub = null;
        long? openedAt = null;
        try
        {
            using var limit = new CancellationTokenSource(_attempts.Timeout, time);
            using var either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, closing);
            hub = new Hub(server, await tokens.NextAsync(either.Token).WaitAsync(either.Token));
            Listen(hub, closing);
            Made?.Invoke(hub);
            await hub.StartAsync(either.Token);
            openedAt = time.GetTimestamp();
            (_current, Count) = (hub, Count + 1);
            Become(ConnectionState.Connected);
            Opened?.Invoke(hub);
            var reason = await hub.Ended.WaitAsync(closing);
            return (reason, !hub.IsLeftInOrder);
        }
        catch (Exception e)
        {
            // Whatever kept it from beginning, the next attempt may do better.
            return (e, true);
        }
        finally
        {
            _attempts.Lived(openedAt is { } opened ? time.GetElapsedTime(opened) : TimeSpan.Zero);
            _current = null;
            if (State == ConnectionState.Connected)
            {
                Become(ConnectionState.Reconnecting);
            }

            // A network that takes nothing holds up the farewell: only who ends waits for it.
            var parting = hub?.DisposeAsync().AsTask() ?? Task.CompletedTask;
            if (closing.IsCancellationRequested)
            {
                await parting.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }
    }

    private void Listen(Hub hub, CancellationToken closing) =>
        hub.On<DrainingMessage>(HubMethods.Draining, message => _ = MoveOnAsync(hub, message.ReconnectAfterMs, closing));

    private async Task MoveOnAsync(Hub hub, int afterMs, CancellationToken closing)
    {
        if (await hub.LivesAfterAsync(TimeSpan.FromMilliseconds(afterMs), time, closing))
        {
            hub.LeaveInOrder();
        }
    }

    private void Become(ConnectionState state)
    {
        if (State != state)
        {
            State = state;
            StateChanged.Tell(state);
        }
    }

    private static bool IsFinal(Exception? reason) =>
        reason is AccessDeniedException
        || (reason is not null && (reason.Message.Contains(CloseReasons.TokenRevoked, StringComparison.Ordinal)
            || reason.Message.Contains(CloseReasons.TooManyCalls, StringComparison.Ordinal)));
}
