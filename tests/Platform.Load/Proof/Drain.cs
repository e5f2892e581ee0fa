using Platform.Load.Measurements;
using Platform.Load.Subscribers;

namespace Platform.Load.Proof;

/// <summary>Waits, after the last event was sent, for those that are late.</summary>
internal sealed class Drain(Ledger ledger, Traffic traffic, RunClock clock)
{
    private static readonly TimeSpan LookEvery = TimeSpan.FromMilliseconds(250);

    // An event that comes twice does so after all have come once.
    private static readonly TimeSpan DoublesWithin = TimeSpan.FromSeconds(1);

    /// <summary>Until everything owed has come, or nothing has come for so long.</summary>
    public Task WaitAsync(TimeSpan patience) => WaitAsync(patience, () => ledger.Audit().Missing);

    /// <summary>The same, where what is owed is less than all that is missing.</summary>
    public async Task WaitAsync(TimeSpan patience, Func<long> owed)
    {
        var since = clock.Now;
        while (owed() > 0 && clock.Now - Math.Max(since, traffic.LastAt) < patience.TotalMicroseconds)
        {
            await Task.Delay(LookEvery);
        }

        await Task.Delay(DoublesWithin);
    }
}
