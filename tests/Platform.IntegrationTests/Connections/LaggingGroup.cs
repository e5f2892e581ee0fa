using System.Diagnostics;
using Platform.Contracts.Lanes;
using Platform.Load.Events;
using Platform.Load.Measurements;
using Platform.Load.Producers;
using Platform.Load.Proof;
using Platform.Load.Rig;
using Platform.Load.Subscribers;

namespace Platform.IntegrationTests.Connections;

/// <summary>A group of which some members lag, and the ledger of what the others got.</summary>
internal sealed class LaggingGroup : IDisposable
{
    public const int Events = 3_000;

    /// <summary>How long the others may take for what is under way to them.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private const int Readers = 5;
    private const int PayloadBytes = 1_000;

    private readonly LoadChannels _channels;
    private readonly Ledger _ledger;
    private readonly GroupMembers _members;
    private readonly LoadEventWriter _writer;

    public LaggingGroup(string name, int laggards = 1)
    {
        var run = (uint)Random.Shared.NextInt64(uint.MaxValue);
        var clock = new RunClock();
        _channels = new LoadChannels(ChannelKind.Topic, 1, $"{name}-{run:x8}");
        _ledger = new Ledger(run, _channels.Names, producers: 1);
        _members = new GroupMembers(run, laggards + Readers, laggards, _ledger, new Traffic(clock), new BeforeAndAfter(), clock);
        _writer = new LoadEventWriter(run, _channels, PayloadBytes);
    }

    public string Channel => _channels.Names[0];

    public GroupMember Laggard => _members.Laggards[0];

    /// <summary>Whether all that lag still have their connections.</summary>
    public bool AreLaggardsConnected => Array.TrueForAll(_members.Laggards.ToArray(), laggard => laggard.IsConnected);

    /// <summary>What the others have got, or not.</summary>
    public Verdict Audit() => _ledger.Audit();

    /// <summary>All join; then the first ones read slowly, or no more at all.</summary>
    public async Task JoinAsync(IGroup group, int laggardReads)
    {
        await _members.JoinAsync(group, TestContext.Current.CancellationToken);
        foreach (var laggard in _members.Laggards)
        {
            if (laggardReads == 0)
            {
                laggard.Freeze();
            }
            else
            {
                laggard.SlowDown(laggardReads);
            }
        }
    }

    /// <summary>
    /// Sends all events, never further ahead of the others than so many: whoever waits for the one that lags keeps it waiting too. And no
    /// faster than so many a second, where the frames that they make are to stay small.
    /// </summary>
    public async Task SendAsync(IGroup group, int ahead, int bundle = 1, int perSecond = int.MaxValue)
    {
        await using var door = await group.OpenDoorAsync(TestContext.Current.CancellationToken);
        var clock = Stopwatch.StartNew();
        for (var n = 0; n < Events; n += bundle)
        {
            if (n % (ahead / 2) == 0)
            {
                Assert.True(await IsWithinAsync(Patience, () => Audit().Missing <= ahead / 2L * Readers), $"{Audit().Missing} deliveries are missing, {n} events were sent.");
            }

            while (clock.Elapsed.TotalSeconds * perSecond < n)
            {
                await Task.Delay(1, TestContext.Current.CancellationToken);
            }

            SentEvent[] sent = [.. Enumerable.Range(0, bundle).Select(_ => _ledger.Sending(producer: 0, channel: 0, Lane.Normal, sentAt: 0))];
            await door.SendAsync(new Bundle(sent, _writer.Write(sent, asArray: bundle > 1), Settle), TestContext.Current.CancellationToken);
        }

        await door.SettleAsync();
    }

    /// <summary>Whether something becomes true within a time.</summary>
    public static async Task<bool> IsWithinAsync(TimeSpan limit, Func<bool> condition)
    {
        for (var clock = Stopwatch.StartNew(); !condition(); await Task.Delay(10, TestContext.Current.CancellationToken))
        {
            if (clock.Elapsed > limit)
            {
                return false;
            }
        }

        return true;
    }

    public void Dispose() => _members.Dispose();

    private void Settle(Bundle bundle, Outcome outcome, string why)
    {
        Assert.True(outcome == Outcome.Accepted, why);
        foreach (var sent in bundle.Events)
        {
            _ledger.Accepted(sent);
        }
    }
}
