using System.Threading.Channels;
using Platform.Load.Measurements;

namespace Platform.Load.Producers;

/// <summary>
/// Releases each bundle at its time to whichever producer is free. A thread of its own with the system's fine sleep, since
/// timers of the runtime come up to a millisecond late, and spinning would take a core from what is measured.
/// </summary>
internal sealed class Pacer(Schedule schedule, RunClock clock)
{
    private readonly Channel<long> _due = Channel.CreateUnbounded<long>(new UnboundedChannelOptions { SingleWriter = true });

    /// <summary>When the first bundle is due, on the run's clock.</summary>
    public long StartsAt { get; } = clock.Now + 100_000;

    /// <summary>The bundles that are due, in their order. It ends with the schedule, or when the run is stopped.</summary>
    public ChannelReader<long> Due => _due.Reader;

    /// <summary>How many bundles were released so far.</summary>
    public long Released { get; private set; }

    public void Start(CancellationToken stop) =>
        new Thread(() => Release(stop)) { IsBackground = true, Name = "pacer", Priority = ThreadPriority.AboveNormal }.Start();

    public long DueAt(long bundle) => StartsAt + schedule.DueAt(bundle);

    private void Release(CancellationToken stop)
    {
        for (var bundle = 0L; bundle < schedule.Bundles && !stop.IsCancellationRequested; bundle++)
        {
            FineSleep.Until(clock, DueAt(bundle), stop);
            if (!stop.IsCancellationRequested)
            {
                _due.Writer.TryWrite(bundle);
                Released = bundle + 1;
            }
        }

        _due.Writer.Complete();
    }
}
