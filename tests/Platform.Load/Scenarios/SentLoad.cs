using Platform.Load.Measurements;
using Platform.Load.Producers;

namespace Platform.Load.Scenarios;

/// <summary>One load: its producers, from their doors to the last outcome.</summary>
internal sealed class SentLoad(ProducerPlan plan, Doors doors, ProducerFleet producers, RunClock clock) : IAsyncDisposable
{
    public ProducerGauges Gauges => producers.Gauges;

    /// <summary>How many events were due so far.</summary>
    public long Due => Math.Min((_pacer?.Released ?? 0) * plan.Schedule.BundleSize, plan.Schedule.Events);

    /// <summary>The schedule's length, and of that what is over: for the display.</summary>
    public (long Done, long Of) Progress => (_pacer?.Released ?? 0, plan.Schedule.Bundles);

    private Pacer? _pacer;

    /// <summary>Sends the schedule from now on.</summary>
    public Task RunAsync(CancellationToken stop)
    {
        _pacer = new Pacer(plan.Schedule, clock);
        return producers.RunAsync(_pacer, onSent: () => { }, stop);
    }

    public async ValueTask DisposeAsync()
    {
        await producers.DisposeAsync();
        doors.Dispose();
    }
}
