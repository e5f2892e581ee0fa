using Platform.Load.Events;
using Platform.Load.Measurements;
using Platform.Load.Producers;
using Platform.Load.Proof;
using Platform.Load.Reports;
using Platform.Load.Rig;
using Platform.Load.Subscribers;

namespace Platform.Load.Scenarios;

/// <summary>Sends events at an even rate, and measures how long each takes to each client that it is owed to.</summary>
internal sealed class LatencyScenario(LatencyPlan plan, IContender contender, Phases phases)
{
    // Some are always under way.
    private const double KeptUp = 0.9;

    private readonly RunClock _clock = new();

    public async Task<LatencyReport> RunAsync(CancellationToken stop)
    {
        await contender.RequireReadyAsync(stop);
        var machine = Calibration.Measure();

        var run = (uint)Random.Shared.NextInt64(uint.MaxValue);
        var channels = new LoadChannels(plan.ChannelKind, plan.Channels);
        var ledger = new Ledger(run, channels.Names, plan.Producers);
        var timeline = plan.WithTimeline ? new Timeline(TimeSpan.FromSeconds(plan.Schedule.CountedEvents / plan.Schedule.EventsPerSecond)) : null;
        var times = new DeliveryTimes(_clock, timeline);

        using var doors = new Doors(plan.Via, contender.Target, contender.Amqp(plan.Lane));
        var sending = new ProducerPlan(plan.Schedule, plan.Lane, plan.Producers, plan.RepeatShare, plan.RepeatLater);
        var writer = new LoadEventWriter(run, channels, plan.PayloadBytes);
        await using var producers = await ProducerFleet.OpenAsync(sending, doors, ledger, writer, _clock, stop);

        var listening = new SubscriberPlan(contender.Target.Gateway, channels, run, _clock, _ => times);
        await using var subscribers = new SubscriberFleet(listening, contender, ledger, plan.Clients);
        await phases.RunAsync("connect", subscribers.ConnectAsync(stop), () => (subscribers.Ready, plan.Clients));

        var window = await SendAsync(producers, times, listening.Traffic, stop);
        await phases.RunAsync("drain", new Drain(ledger, listening.Traffic, _clock).WaitAsync(plan.Drain));
        var errors = subscribers.Errors;
        await subscribers.DisposeAsync();
        var verdict = ledger.Audit();
        return verdict is { Sent: > 0, Accepted: 0 }
            ? throw new CannotRunException($"Not one event was accepted. {producers.Gauges.LastTrouble}")
            : Report(run, verdict, times, listening, producers, window, errors) with
            {
                Machine = machine,
                Timeline = timeline?.Summarize() ?? [],
                Refusals = doors.Refusals.Answers,
            };
    }

    // Warm-up, the part that counts, late repeats. CPU is that of the part that counts.
    private async Task<Window> SendAsync(ProducerFleet producers, DeliveryTimes times, Traffic traffic, CancellationToken stop)
    {
        var schedule = plan.Schedule;
        var pacer = new Pacer(schedule, _clock);
        var warmAt = pacer.DueAt(schedule.WarmupBundles);
        times.CountFrom(warmAt);
        var meter = new UsageMeter([.. contender.Target.Processes, new(ProcessShare.LoadTool, Environment.ProcessId)], _clock);
        var window = new Window(0, 0, 0, 0, [], []);
        var deliveredBefore = 0L;

        var sending = producers.RunAsync(
            pacer,
            onSent: () =>
            {
                var events = Math.Max(0, Math.Min(pacer.Released * schedule.BundleSize, schedule.Events) - schedule.WarmupEvents);
                var delivered = traffic.Events - deliveredBefore;
                var counted = times.Total.Summarize().Count;
                window = new Window(events, delivered, counted, Math.Max(1, producers.LastAt - warmAt) / 1e6, meter.Stop(events), meter.LeftOut);
            },
            stop);
        await phases.RunAsync(
            "warm up",
            Task.WhenAny(sending, Task.Delay(TimeSpan.FromMicroseconds(Math.Max(0, warmAt - _clock.Now)), stop)),
            () => (pacer.Released, schedule.WarmupBundles));
        meter.Start();
        deliveredBefore = traffic.Events;
        await phases.RunAsync(
            "measure", sending, () => (pacer.Released - schedule.WarmupBundles, schedule.Bundles - schedule.WarmupBundles));
        return window;
    }

    private LatencyReport Report(
        uint run, Verdict verdict, DeliveryTimes times, SubscriberPlan listening, ProducerFleet producers, Window window, IReadOnlyList<string> errors)
    {
        var total = times.Total.Summarize();
        return new LatencyReport
        {
            System = contender.Name,
            IsBaseline = contender.IsBaseline,
            Run = $"{run:x8}",
            Plan = plan.Summary,
            FinishedAt = DateTime.UtcNow,
            WarmupSeconds = plan.Schedule.WarmupEvents / plan.Schedule.EventsPerSecond,
            Events = window.Events,
            EventsPerSecond = window.Events / Math.Max(window.Seconds, 1e-6),
            DeliveriesPerSecond = window.Deliveries / Math.Max(window.Seconds, 1e-6),
            IsBehind = window.CountedDeliveries < KeptUp * total.Count,
            BytesPerDelivery = listening.Traffic.BytesPerEvent,
            Total = total,
            Samples = times.Total,
            Stages = contender is { IsBaseline: false, Target.SharesOurClock: true }
                ? [new("in", times.In.Summarize()), new("inside", times.Inside.Summarize()), new("out", times.Out.Summarize())]
                : [],
            Lag = producers.Gauges.Lag.Summarize(),
            HeldBack = producers.Gauges.HeldBack.Summarize(),
            Repeats = producers.RepeatsSent,
            ForeignDeliveries = listening.Traffic.Foreign,
            Outages = listening.Outages.Summarize(),
            Processes = window.Processes,
            ProcessesLeftOut = window.LeftOut,
            Ledger = verdict,
            Trouble = [.. errors.Append(producers.Gauges.LastTrouble).OfType<string>()],
        };
    }

    private sealed record Window(
        long Events, long Deliveries, long CountedDeliveries, double Seconds, IReadOnlyList<ProcessShare> Processes, IReadOnlyList<string> LeftOut);
}
