using Platform.Contracts.Lanes;
using Platform.Load.Events;
using Platform.Load.Measurements;
using Platform.Load.Producers;
using Platform.Load.Proof;
using Platform.Load.Reports;
using Platform.Load.Rig;
using Platform.Load.Subscribers;

namespace Platform.Load.Scenarios;

/// <summary>One round of <c>frozen</c>: events to a group at an even rate; from the end of the warm-up on, some members lag.</summary>
internal sealed class LaggardRun(IGroup group, FrozenPlan plan, Lagging lagging, uint run, LoadChannels channels, Phases phases)
{
    private static readonly TimeSpan LookEvery = TimeSpan.FromMilliseconds(100);

    private readonly RunClock _clock = new();
    private readonly BeforeAndAfter _times = new();
    private readonly ProducerGauges _gauges = new();

    public async Task<LaggardRound> RunAsync(CancellationToken stop)
    {
        var ledger = new Ledger(run, channels.Names, producers: 1);
        var traffic = new Traffic(_clock);
        using var members = new GroupMembers(run, plan.Members, plan.LaggardsOf(lagging), ledger, traffic, _times, _clock);
        await phases.RunAsync("join", members.JoinAsync(group, stop));

        await using var door = await group.OpenDoorAsync(stop);
        var meter = new UsageMeter([new(ProcessShare.LoadTool, Environment.ProcessId)], _clock);
        var cutAfter = await SendAsync(door, ledger, members, meter, stop);
        var tool = meter.Stop(plan.Schedule.CountedEvents);
        await phases.RunAsync("drain", new Drain(ledger, traffic, _clock).WaitAsync(plan.Drain));

        return new LaggardRound
        {
            Lagging = lagging,
            Times = _times.Before,
            Lag = _gauges.Lag.Summarize(),
            ToolCores = tool.Sum(share => share.Cores),
            Ledger = ledger.Audit(),
            Laggards = [.. cutAfter.Select((seconds, number) => FateOf(members.Laggards[number], seconds))],
            Trouble = [.. members.Errors.Append(_gauges.LastTrouble).OfType<string>()],
        };
    }

    private async Task<double?[]> SendAsync(IEventDoor door, Ledger ledger, GroupMembers members, UsageMeter meter, CancellationToken stop)
    {
        var sending = new ProducerPlan(plan.Schedule, Lane.Normal, Producers: 1, RepeatShare: 0, RepeatLater: TimeSpan.Zero);
        var producer = new Producer(0, sending, door, ledger, new LoadEventWriter(run, channels, plan.PayloadBytes), _gauges, _clock) { OnAccepted = _ => { } };
        var pacer = new Pacer(sending.Schedule, _clock);
        _times.CountFrom(pacer.DueAt(sending.Schedule.WarmupBundles));
        pacer.Start(stop);
        var sent = producer.RunAsync(pacer, stop);
        await phases.RunAsync("warm up", Task.Delay(plan.Warmup, stop));
        meter.Start();
        foreach (var laggard in members.Laggards)
        {
            Lag(laggard);
        }

        var watching = WatchAsync(members, sent);
        await phases.RunAsync("measure", sent);
        return await watching;
    }

    private void Lag(GroupMember member)
    {
        if (lagging == Lagging.Frozen)
        {
            member.Freeze();
        }
        else
        {
            member.SlowDown(plan.SlowBytesPerSecond);
        }
    }

    // A member that does not read is told nothing: its socket's state says when the platform let go of it.
    private async Task<double?[]> WatchAsync(GroupMembers members, Task until)
    {
        var since = _clock.Now;
        var cutAfter = new double?[members.Laggards.Length];
        while (!until.IsCompleted)
        {
            for (var number = 0; number < cutAfter.Length; number++)
            {
                cutAfter[number] ??= members.Laggards[number].IsConnected ? null : (_clock.Now - since) / 1e6;
            }

            await Task.WhenAny(until, Task.Delay(LookEvery));
        }

        return cutAfter;
    }

    private static LaggardFate FateOf(GroupMember member, double? cutAfterSeconds) =>
        new(member.Events, member.Holes, member.ToldLost, cutAfterSeconds, member.LastError);
}
