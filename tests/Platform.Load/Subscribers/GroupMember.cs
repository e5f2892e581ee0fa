using System.Net.Sockets;
using System.Net.WebSockets;
using System.Text.Json;
using Platform.Contracts.Hub;
using Platform.Load.Measurements;
using Platform.Load.Proof;
using Platform.Load.Rig;

namespace Platform.Load.Subscribers;

/// <summary>A client of a group with one connection, which it never replaces. It may stop reading, and then leaves the connection open.</summary>
/// <param name="run">The run's number.</param>
/// <param name="traffic">What all members receive.</param>
/// <param name="times">How it came to them.</param>
/// <param name="account">What it gets is entered here; <c>null</c> for one that is not owed anything.</param>
/// <param name="clock">The run's clock.</param>
internal sealed class GroupMember(uint run, Traffic traffic, BeforeAndAfter times, ClientLedger? account, RunClock clock) : IHubListener, IDisposable
{
    /// <summary>The id of the call that joins.</summary>
    public const string JoinInvocation = "1";

    private readonly TaskCompletionSource _joined = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private HubSocket? _socket;
    private long _lastAt = clock.Now;
    private volatile bool _isFrozen;

    /// <summary>Why it lost its connection, if it did.</summary>
    public string? LastError { get; private set; }

    /// <summary>Connects and joins; from then on it reads.</summary>
    /// <exception cref="CannotRunException">It was not let in.</exception>
    public async Task JoinAsync(IGroup group, int number, Action<Socket>? prepare, CancellationToken cancellationToken)
    {
        _socket = await HubSocket.OpenAsync(await group.AddressAsync(number, cancellationToken), clock, cancellationToken, prepare);
        await _socket.SendAsync(group.Join);
        _ = ReadAsync(_socket);
        await _joined.Task.WaitAsync(cancellationToken);
    }

    /// <summary>Reads what is under way, and never again.</summary>
    public void Freeze() => _isFrozen = true;

    public Task PingAsync() => _isFrozen ? Task.CompletedTask : _socket?.PingAsync() ?? Task.CompletedTask;

    public void Dispose()
    {
        _socket?.Abort();
        _socket?.Dispose();
    }

    void IHubListener.OnEvent(in ReceivedEvent received)
    {
        if (account is null || received.Data is not { } data || data.Run != run)
        {
            return;
        }

        traffic.Count(received.Bytes);
        if (account.Arrived(channel: 0, received.Lane, data.Producer, data.Sequence))
        {
            var now = _socket!.ReceivedAt;
            times.Of(data.SentAt)?.Record(now - data.SentAt, silence: now - _lastAt);
            _lastAt = now;
        }
    }

    void IHubListener.OnSubscribed(string invocationId, IReadOnlyList<SubscribeAnswer>? answers)
    {
        if (answers is [{ Error: { } error }])
        {
            Fail(error);
        }

        _joined.TrySetResult();
    }

    void IHubListener.OnGap(GapMessage gap) => account?.ToldLost(gap.To - gap.From + 1);

    void IHubListener.OnClose(string? error) => Fail(error ?? "the hub closed the connection");

    void IHubListener.OnPosition(PositionMessage position)
    {
        // It has no position to keep: it never comes back.
    }

    void IHubListener.OnDraining(DrainingMessage draining)
    {
        // What it loses by staying is in the ledger.
    }

    private async Task ReadAsync(HubSocket socket)
    {
        try
        {
            await socket.ReceiveAsync(this, () => _isFrozen);
        }
        catch (Exception e) when (e is WebSocketException or IOException or ObjectDisposedException or OperationCanceledException or JsonException)
        {
            Fail(e.Message);
        }
    }

    private void Fail(string why)
    {
        LastError = why;
        _joined.TrySetException(new CannotRunException($"A member could not join: {why}."));
    }
}
