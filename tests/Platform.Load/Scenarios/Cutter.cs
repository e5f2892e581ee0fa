using Platform.Load.Measurements;
using Platform.Load.Subscribers;

namespace Platform.Load.Scenarios;

/// <summary>Cuts each client's connection again and again, each at times of its own, or all at once.</summary>
internal sealed class Cutter(SubscriberFleet clients, TimeSpan every, TimeSpan away, bool atOnce, RunClock clock)
{
    // From one cut of a client to its next, around the average.
    private const double Shortest = 0.8, Longest = 1.2;
    private static readonly TimeSpan LookEvery = TimeSpan.FromMilliseconds(20);

    /// <summary>How many connections were cut.</summary>
    public int Cuts { get; private set; }

    public async Task RunAsync(CancellationToken stop)
    {
        // Spread from the beginning, where they are.
        var due = Enumerable.Range(0, clients.Count).Select(_ => clock.Now + Wait(0, 1)).ToArray();
        using var timer = new PeriodicTimer(LookEvery);
        try
        {
            while (await timer.WaitForNextTickAsync(stop))
            {
                CutWhoIsDue(due);
            }
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            // Its time is over.
        }
    }

    private void CutWhoIsDue(long[] due)
    {
        for (var client = 0; client < due.Length; client++)
        {
            if (due[client] <= clock.Now && clients.CutOff(client, away))
            {
                Cuts++;
                due[client] = clock.Now + Wait(Shortest, Longest);
            }
        }
    }

    private long Wait(double shortest, double longest) => atOnce
        ? (long)every.TotalMicroseconds
        : (long)(every.TotalMicroseconds * (shortest + (Random.Shared.NextDouble() * (longest - shortest))));
}
