using Platform.Contracts.Lanes;
using Platform.Load.Events;
using Platform.Load.Measurements;
using Platform.Load.Producers;
using Platform.Load.Proof;
using Platform.Load.Reports;
using Platform.Load.Rig;
using Platform.Load.Subscribers;

namespace Platform.Load.Scenarios;

/// <summary>Sends events to a group at an even rate, and freezes one member on the way.</summary>
internal sealed class GroupRun(IGroup group, FrozenStockPlan plan, uint run, LoadChannels channels, Phases phases)
{
    private readonly RunClock _clock = new();
    private readonly BeforeAndAfter _times = new();
    private readonly ProducerGauges _gauges = new();

    public async Task<GroupFigures> RunAsync(CancellationToken stop)
    {
        var ledger = new Ledger(run, channels.Names, producers: 1);
        var traffic = new Traffic(_clock);
        using var members = new GroupMembers(run, plan.Members, laggards: 1, ledger, traffic, _times, _clock);
        await phases.RunAsync($"{group.Name}: join", members.JoinAsync(group, stop));

        await using var door = await group.OpenDoorAsync(stop);
        await SendAsync(door, ledger, members, stop);
        await phases.RunAsync($"{group.Name}: drain", new Drain(ledger, traffic, _clock).WaitAsync(FrozenStockPlan.Drain));

        return new GroupFigures
        {
            Name = group.Name,
            Before = _times.Before.Summarize(),
            After = _times.After.Summarize(),
            Lag = _gauges.Lag.Summarize(),
            Ledger = ledger.Audit(),
            Trouble = [.. members.Errors.Append(_gauges.LastTrouble).OfType<string>()],
        };
    }

    private async Task SendAsync(IEventDoor door, Ledger ledger, GroupMembers members, CancellationToken stop)
    {
        var sending = new ProducerPlan(plan.Schedule, Lane.Normal, Producers: 1, RepeatShare: 0, RepeatLater: TimeSpan.Zero);
        var writer = new LoadEventWriter(run, channels, plan.PayloadBytes);
        var producer = new Producer(0, sending, door, ledger, writer, _gauges, _clock) { OnAccepted = _ => { } };
        var pacer = new Pacer(sending.Schedule, _clock);
        _times.CountFrom(pacer.DueAt(sending.Schedule.WarmupBundles));
        pacer.Start(stop);
        var sent = producer.RunAsync(pacer, stop);
        await phases.RunAsync($"{group.Name}: all read", Task.Delay(FrozenStockPlan.Warmup + FrozenStockPlan.Before, stop));
        members.Laggards[0].Freeze();
        _times.SplitAt(_clock.Now);
        await phases.RunAsync($"{group.Name}: one does not", sent);
    }
}
