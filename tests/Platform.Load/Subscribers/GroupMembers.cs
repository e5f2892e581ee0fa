using System.Net.Sockets;
using Platform.Load.Measurements;
using Platform.Load.Proof;
using Platform.Load.Rig;

namespace Platform.Load.Subscribers;

/// <summary>The members of a group. The first can be frozen; the others are owed every event.</summary>
internal sealed class GroupMembers : IDisposable
{
    private const int JoiningAtOnce = 10;
    private const int FrozenReceiveBufferBytes = 8 * 1024;
    private const int EthernetSegmentBytes = 1448;
    private static readonly TimeSpan JoinTimeout = TimeSpan.FromSeconds(15);
    private static readonly TimeSpan PingEvery = TimeSpan.FromSeconds(5);

    private readonly GroupMember[] _members;
    private readonly CancellationTokenSource _over = new();

    public GroupMembers(uint run, int count, Ledger ledger, Traffic traffic, BeforeAndAfter times, RunClock clock) =>
        _members = [.. Enumerable.Range(0, count).Select(number => new GroupMember(run, traffic, times, number == 0 ? null : Account(ledger, number), clock))];

    /// <summary>What went wrong with members, each thing once.</summary>
    public IReadOnlyList<string> Errors => [.. _members.Skip(1).Select(member => member.LastError).OfType<string>().Distinct()];

    /// <exception cref="CannotRunException">Not all were let in.</exception>
    public async Task JoinAsync(IGroup group, CancellationToken stop)
    {
        _ = PingAsync();
        using var timeout = CancellationTokenSource.CreateLinkedTokenSource(stop);
        timeout.CancelAfter(JoinTimeout);
        var options = new ParallelOptions { MaxDegreeOfParallelism = JoiningAtOnce, CancellationToken = timeout.Token };
        try
        {
            await Parallel.ForAsync(0, _members.Length, options, async (number, cancellationToken) =>
                await _members[number].JoinAsync(group, number, number == 0 ? LikeARemoteOne : null, cancellationToken));
        }
        catch (OperationCanceledException) when (!stop.IsCancellationRequested)
        {
            throw new CannotRunException($"After {JoinTimeout.TotalSeconds:0} s not all members have joined {group.Name}. {string.Join(' ', Errors)}");
        }
    }

    public void FreezeOne() => _members[0].Freeze();

    public void Dispose()
    {
        _over.Cancel();
        foreach (var member in _members)
        {
            member.Dispose();
        }
    }

    private static ClientLedger Account(Ledger ledger, int number)
    {
        var account = ledger.OpenClient($"member {number}");
        account.Join(channel: 0);
        return account;
    }

    // Loopback's segments of 64 KB make the sender's kernel take 2 MB for one connection before it lets anybody wait; a connection
    // over a network soon has no room.
    private static void LikeARemoteOne(Socket socket)
    {
        const int Tcp = 6;
        const int MaxSegment = 2;
        socket.ReceiveBufferSize = FrozenReceiveBufferBytes;
        if (OperatingSystem.IsLinux())
        {
            socket.SetRawSocketOption(Tcp, MaxSegment, BitConverter.GetBytes(EthernetSegmentBytes));
        }
    }

    private async Task PingAsync()
    {
        using var timer = new PeriodicTimer(PingEvery);
        try
        {
            while (await timer.WaitForNextTickAsync(_over.Token))
            {
                await Task.WhenAll(_members.Select(member => member.PingAsync()));
            }
        }
        catch (OperationCanceledException)
        {
            // The run is over.
        }
    }
}
