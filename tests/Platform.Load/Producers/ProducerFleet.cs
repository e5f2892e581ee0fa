using Platform.Load.Events;
using Platform.Load.Measurements;
using Platform.Load.Proof;

namespace Platform.Load.Producers;

/// <summary>All producers of a run, and the repeats of what they sent.</summary>
internal sealed class ProducerFleet : IAsyncDisposable
{
    private readonly List<IEventDoor> _doors = [];
    private readonly List<Producer> _producers = [];
    private readonly RunClock _clock;
    private Repeats? _repeats;

    private ProducerFleet(RunClock clock) => _clock = clock;

    public ProducerGauges Gauges { get; } = new();

    /// <summary>When the last event left and had its outcome, on the run's clock.</summary>
    public long LastAt { get; private set; }

    /// <summary>How many repeats were sent.</summary>
    public long RepeatsSent => _repeats?.Sent ?? 0;

    /// <summary>How many repeats wait for their time.</summary>
    public int RepeatsWaiting => _repeats?.Waiting ?? 0;

    public static async Task<ProducerFleet> OpenAsync(
        ProducerPlan plan, Doors doors, Ledger ledger, LoadEventWriter writer, RunClock clock, CancellationToken cancellationToken)
    {
        var fleet = new ProducerFleet(clock);
        try
        {
            if (plan.RepeatShare > 0)
            {
                var door = await fleet.OpenDoorAsync(doors, "load repeats", cancellationToken);
                fleet._repeats = new Repeats(plan, writer, door, clock);
            }

            for (var number = 0; number < plan.Producers; number++)
            {
                var door = await fleet.OpenDoorAsync(doors, $"load producer {number}", cancellationToken);
                fleet._producers.Add(new Producer(number, plan, door, ledger, writer, fleet.Gauges, clock)
                {
                    OnAccepted = sent => fleet._repeats?.Offer(sent),
                });
            }

            return fleet;
        }
        catch
        {
            await fleet.DisposeAsync();
            throw;
        }
    }

    /// <summary>Sends the whole schedule, and then the repeats that still wait.</summary>
    /// <param name="pacer">Says what is due.</param>
    /// <param name="onSent">Called when the schedule is done, before the late repeats.</param>
    /// <param name="stop">Ends it early.</param>
    public async Task RunAsync(Pacer pacer, Action onSent, CancellationToken stop)
    {
        // One producer that can't go on ends the run for all.
        using var failed = CancellationTokenSource.CreateLinkedTokenSource(stop);
        var repeats = _repeats?.RunAsync(failed.Token) ?? Task.CompletedTask;
        pacer.Start(failed.Token);
        await Task.WhenAll(_producers.Select(producer => OrFailAllAsync(producer.RunAsync(pacer, failed.Token), failed)));
        LastAt = _clock.Now;
        onSent();
        _repeats?.Complete();
        await repeats.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var door in _doors)
        {
            await door.DisposeAsync();
        }
    }

    private static async Task OrFailAllAsync(Task run, CancellationTokenSource failed)
    {
        try
        {
            await run;
        }
        catch
        {
            await failed.CancelAsync();
            throw;
        }
    }

    private async Task<IEventDoor> OpenDoorAsync(Doors doors, string name, CancellationToken cancellationToken)
    {
        var door = await doors.OpenAsync(name, cancellationToken);
        _doors.Add(door);
        return door;
    }
}
