using Platform.Contracts.Lanes;
using Platform.Load.Producers;
using Platform.Load.Scenarios;

namespace Platform.Load.Soak;

/// <summary>What a run of <c>soak</c> is asked to do.</summary>
internal sealed record SoakPlan
{
    public required AudiencePlan Audience { get; init; }

    public required double Rate { get; init; }

    public required int Bundle { get; init; }

    public required Via Via { get; init; }

    public required TimeSpan Duration { get; init; }

    /// <summary>What is left out of the slopes: caches fill, and remembered ids come to their window.</summary>
    public required TimeSpan Warmup { get; init; }

    public required TimeSpan Drain { get; init; }

    /// <summary>How often is looked: 200 times, but not more than once a second.</summary>
    public TimeSpan Every => TimeSpan.FromSeconds(Math.Max(1, Duration.TotalSeconds / 200));

    public ProducerPlan Sending => new(
        Schedule.Of(Rate, Bundle, TimeSpan.Zero, (long)(Rate * Duration.TotalSeconds)), Lane.Normal, Audience.Producers, RepeatShare: 0, RepeatLater: TimeSpan.Zero);

    /// <summary>The plan in a line.</summary>
    public string Summary =>
        $"{Rate:N0} events/s through {(Via == Via.Http ? "HTTP" : "AMQP")} in bundles of {Bundle} → {Audience.Clients:N0} clients for {Duration.TotalMinutes:0.#} min; slopes after {Warmup.TotalMinutes:0.#} min";
}
