using Platform.Load.Events;
using Platform.Load.Measurements;
using Platform.Load.Proof;

namespace Platform.Load.Producers;

/// <summary>One producer: takes the next due bundle as soon as it is free, and sends it through a door of its own.</summary>
internal sealed class Producer(int number, ProducerPlan plan, IEventDoor door, Ledger ledger, LoadEventWriter writer, ProducerGauges gauges, RunClock clock)
{
    // The same each run: two runs with the same options send the same load.
    private readonly Random _random = new(number);

    /// <summary>Called with each accepted event, on any thread.</summary>
    public required Action<SentEvent> OnAccepted { get; init; }

    /// <summary>Sends what is due until the schedule ends or the run is stopped, and waits for the outcomes of what left.</summary>
    public async Task RunAsync(Pacer pacer, CancellationToken stop)
    {
        try
        {
            await SendAsync(pacer, stop);
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            // What is due and did not leave is not sent.
        }

        await door.SettleAsync();
    }

    private async Task SendAsync(Pacer pacer, CancellationToken stop)
    {
        var freeAt = clock.Now;
        await foreach (var bundle in pacer.Due.ReadAllAsync(stop))
        {
            var dueAt = pacer.DueAt(bundle);
            if (bundle >= plan.Schedule.WarmupBundles)
            {
                gauges.HeldBack.Record(freeAt - dueAt);
                gauges.Lag.Record(clock.Now - Math.Max(dueAt, freeAt));
            }

            await door.SendAsync(Compose(plan.Schedule.SizeOf(bundle), dueAt), stop);
            freeAt = clock.Now;
        }
    }

    private Bundle Compose(int size, long dueAt)
    {
        var events = new SentEvent[size];
        for (var i = 0; i < size; i++)
        {
            events[i] = ledger.Sending(number, _random.Next(ledger.Channels.Count), plan.Lane, dueAt);
        }

        return new Bundle(events, writer.Write(events, plan.AsArrays), Settle);
    }

    private void Settle(Bundle bundle, Outcome outcome, string why)
    {
        if (outcome != Outcome.Accepted)
        {
            gauges.LastTrouble = why;
        }

        foreach (var sent in bundle.Events)
        {
            if (outcome == Outcome.Accepted)
            {
                ledger.Accepted(sent);
                OnAccepted(sent);
            }
            else if (outcome == Outcome.Refused)
            {
                ledger.Refused(sent);
            }
        }
    }
}
