using System.Net.Sockets;
using System.Net.WebSockets;
using System.Text.Json;
using Platform.Contracts.Hub;
using Platform.Load.Measurements;
using Platform.Load.Proof;
using Platform.Load.Rig;

namespace Platform.Load.Subscribers;

/// <summary>
/// A client of a group with one connection, which it never replaces. It may read slowly or stop reading, and leaves the connection open.
/// </summary>
/// <param name="run">The run's number.</param>
/// <param name="traffic">What all members receive.</param>
/// <param name="times">How it came to them.</param>
/// <param name="account">What it gets is entered here; <c>null</c> for one that is not owed anything.</param>
/// <param name="clock">The run's clock.</param>
internal sealed class GroupMember(uint run, Traffic traffic, BeforeAndAfter times, ClientLedger? account, RunClock clock) : IHubListener, IDisposable
{
    /// <summary>The id of the call that joins.</summary>
    public const string JoinInvocation = "1";

    private const int LaggardReceiveBufferBytes = 8 * 1024;
    private const int EthernetSegmentBytes = 1448;

    private readonly TaskCompletionSource _joined = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private HubSocket? _socket;
    private long _lastAt = clock.Now;
    private readonly Wire _wire = new(account is null ? LikeARemoteOne : null);
    private volatile bool _isFrozen;
    private volatile int _bytesPerSecond;
    private long _lastOffset;

    /// <summary>Why it lost its connection, if it did.</summary>
    public string? LastError { get; private set; }

    /// <summary>Connects and joins; from then on it reads.</summary>
    /// <exception cref="CannotRunException">It was not let in.</exception>
    public async Task JoinAsync(IGroup group, int number, CancellationToken cancellationToken)
    {
        var address = await group.AddressAsync(number, cancellationToken);
        _socket = await HubSocket.OpenAsync(address, clock, cancellationToken, account is null ? _wire : null);
        await _socket.SendAsync(group.Join);
        _ = ReadAsync(_socket);
        await _joined.Task.WaitAsync(cancellationToken);
    }

    /// <summary>Reads what is under way, and never again.</summary>
    public void Freeze() => _isFrozen = true;

    /// <summary>Reads on at this pace; what it does not read waits before it.</summary>
    public void SlowDown(int bytesPerSecond) => _bytesPerSecond = bytesPerSecond;

    /// <summary>Whether a member that may lag still has its connection, which is told without a read.</summary>
    public bool IsConnected => _wire.IsOpen;

    /// <summary>What came, its own or not.</summary>
    public long Events { get; private set; }

    /// <summary>Offsets that jumped without a gap told before.</summary>
    public int Holes { get; private set; }

    /// <summary>Events in gaps that it was told of.</summary>
    public long ToldLost { get; private set; }

    public Task PingAsync() => _isFrozen ? Task.CompletedTask : _socket?.PingAsync() ?? Task.CompletedTask;

    public void Dispose()
    {
        _socket?.Abort();
        _socket?.Dispose();
        _wire.Dispose();
    }

    void IHubListener.OnEvent(in ReceivedEvent received)
    {
        Events++;
        Holes += _lastOffset != 0 && received.Offset > _lastOffset + 1 ? 1 : 0;
        _lastOffset = received.Offset;
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

    void IHubListener.OnGap(GapMessage gap)
    {
        ToldLost += gap.To - gap.From + 1;
        _lastOffset = gap.To;
        account?.ToldLost(gap.To - gap.From + 1);
    }

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
            await socket.ReceiveAsync(this, ReadsOnAsync);
        }
        catch (Exception e) when (e is WebSocketException or IOException or ObjectDisposedException or OperationCanceledException or JsonException)
        {
            Fail(e.Message);
        }
    }

    private async ValueTask<bool> ReadsOnAsync(int bytes)
    {
        if (_bytesPerSecond is > 0 and var pace)
        {
            await Task.Delay(TimeSpan.FromSeconds((double)bytes / pace));
        }

        return !_isFrozen;
    }

    // Loopback's segments of 64 KB make the sender's kernel take 2 MB for one connection before it lets anybody wait; a connection
    // over a network soon has no room.
    private static void LikeARemoteOne(Socket socket)
    {
        const int Tcp = 6;
        const int MaxSegment = 2;
        socket.ReceiveBufferSize = LaggardReceiveBufferBytes;
        if (OperatingSystem.IsLinux())
        {
            socket.SetRawSocketOption(Tcp, MaxSegment, BitConverter.GetBytes(EthernetSegmentBytes));
        }
    }

    private void Fail(string why)
    {
        LastError ??= why;
        _joined.TrySetException(new CannotRunException($"A member could not join: {why}."));
    }
}
