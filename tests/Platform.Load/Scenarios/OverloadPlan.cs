using Platform.Contracts.Lanes;
using Platform.Load.Producers;

namespace Platform.Load.Scenarios;

/// <summary>What a run of <c>overload</c> is asked to do.</summary>
internal sealed record OverloadPlan
{
    public required AudiencePlan Audience { get; init; }

    public required Via Via { get; init; }

    public required int Bundle { get; init; }

    /// <summary>What the normal lane gets, as a share of the capacity that was measured before.</summary>
    public required double Overload { get; init; }

    public required TimeSpan Duration { get; init; }

    /// <summary>Single critical events a second beside it.</summary>
    public required double CriticalRate { get; init; }

    /// <summary>Single high events a second beside it.</summary>
    public required double HighRate { get; init; }

    /// <summary>How long nothing may arrive before what is still owed counts as missing.</summary>
    public required TimeSpan Drain { get; init; }

    /// <summary>A load on a lane.</summary>
    public ProducerPlan Send(Lane lane, double rate, int bundle, TimeSpan length) => new(
        Schedule.Of(rate, bundle, TimeSpan.Zero, (long)Math.Ceiling(rate * length.TotalSeconds)), lane, Audience.Producers, RepeatShare: 0, RepeatLater: TimeSpan.Zero);

    /// <summary>The plan in a line.</summary>
    public string Summary =>
        $"normal at {Overload:P0} of its capacity for {Duration.TotalSeconds:0} s, through {(Via == Via.Http ? "HTTP" : "AMQP")} in bundles of {Bundle}; beside it single events, "
        + $"critical at {CriticalRate:0.#}/s and high at {HighRate:0.#}/s; {Audience.PayloadBytes}-byte payloads → {Audience.Clients:N0} clients";
}
