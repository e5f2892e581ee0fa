using Platform.Contracts.Lanes;

namespace Platform.Load.Producers;

/// <summary>What the producers of a run send.</summary>
/// <param name="Schedule">When, and how much together.</param>
/// <param name="Lane">Into which lane.</param>
/// <param name="Producers">How many there are; each keeps its own order.</param>
/// <param name="RepeatShare">The share of accepted events, 0 to 1, that is sent again with the same id.</param>
/// <param name="RepeatLater">How much later half of these come a third time; zero for never.</param>
internal sealed record ProducerPlan(Schedule Schedule, Lane Lane, int Producers, double RepeatShare, TimeSpan RepeatLater)
{
    /// <summary>A bundle is an array, also where the schedule's last one has a single event.</summary>
    public bool AsArrays => Schedule.BundleSize > 1;
}
