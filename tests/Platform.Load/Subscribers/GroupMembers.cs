using Platform.Load.Measurements;
using Platform.Load.Proof;
using Platform.Load.Rig;

namespace Platform.Load.Subscribers;

/// <summary>The members of a group. The first ones may lag behind; the others are owed every event.</summary>
internal sealed class GroupMembers : IDisposable
{
    private const int JoiningAtOnce = 10;
    private static readonly TimeSpan JoinTimeout = TimeSpan.FromSeconds(15);
    private static readonly TimeSpan PingEvery = TimeSpan.FromSeconds(5);

    private readonly GroupMember[] _members;
    private readonly int _laggards;
    private readonly CancellationTokenSource _over = new();

    /// <param name="run">The run's number.</param>
    /// <param name="count">How many they are.</param>
    /// <param name="laggards">How many of them may lag.</param>
    /// <param name="ledger">Where the others have their accounts.</param>
    /// <param name="traffic">What the others receive.</param>
    /// <param name="times">How it came to them.</param>
    /// <param name="clock">The run's clock.</param>
    public GroupMembers(uint run, int count, int laggards, Ledger ledger, Traffic traffic, BeforeAndAfter times, RunClock clock)
    {
        _laggards = laggards;
        _members = [.. Enumerable.Range(0, count).Select(number => new GroupMember(run, traffic, times, number < laggards ? null : Account(ledger, number), clock))];
    }

    /// <summary>Those that may lag.</summary>
    public ReadOnlySpan<GroupMember> Laggards => _members.AsSpan(0, _laggards);

    /// <summary>What went wrong with members, each thing once.</summary>
    public IReadOnlyList<string> Errors => [.. _members.Skip(_laggards).Select(member => member.LastError).OfType<string>().Distinct()];

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
                await _members[number].JoinAsync(group, number, cancellationToken));
        }
        catch (OperationCanceledException) when (!stop.IsCancellationRequested)
        {
            throw new CannotRunException($"After {JoinTimeout.TotalSeconds:0} s not all members have joined {group.Name}. {string.Join(' ', Errors)}");
        }
    }

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
