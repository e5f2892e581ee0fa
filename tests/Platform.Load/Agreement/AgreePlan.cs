using Platform.Contracts.Lanes;
using Platform.Load.Producers;
using Platform.Load.Scenarios;

namespace Platform.Load.Agreement;

/// <summary>What a run of <c>agree</c> is asked to do through one door.</summary>
internal sealed record AgreePlan
{
    public required AudiencePlan Audience { get; init; }

    public required Via Via { get; init; }

    public required double Rate { get; init; }

    public required int Bundle { get; init; }

    public required TimeSpan Warmup { get; init; }

    public required TimeSpan Duration { get; init; }

    public required TimeSpan Drain { get; init; }

    /// <summary>Further clients, which report.</summary>
    public int Reporters { get; init; }

    public Lane Lane => Lane.Normal;

    public string Door => Via == Via.Http ? "HTTP" : "AMQP";

    /// <summary>The plan in a line.</summary>
    public string Summary =>
        $"{Rate:N0} events/s through {Door} in bundles of {Bundle} for {Duration.TotalSeconds:0} s after {Warmup.TotalSeconds:0} s → {Audience.Clients:N0} clients that report nothing, and {Reporters:N0} that do";

    public ProducerPlan Sending(TimeSpan duration) => new(
        Schedule.Of(Rate, Bundle, TimeSpan.Zero, (long)(Rate * duration.TotalSeconds)), Lane, Audience.Producers, RepeatShare: 0, RepeatLater: TimeSpan.Zero);
}
