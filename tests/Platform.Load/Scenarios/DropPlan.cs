using Platform.Contracts.Lanes;
using Platform.Load.Producers;

namespace Platform.Load.Scenarios;

/// <summary>What a run of <c>drop</c> is asked to do.</summary>
internal sealed record DropPlan
{
    /// <summary>Its clients are those that stay.</summary>
    public required AudiencePlan Audience { get; init; }

    public required double Rate { get; init; }

    public required int Bundle { get; init; }

    public required Via Via { get; init; }

    /// <summary>How long each connection lasts, on average.</summary>
    public required TimeSpan Every { get; init; }

    /// <summary>Whether all are cut at the same moment, and come back at the same moment.</summary>
    public required bool AtOnce { get; init; }

    /// <summary>How long its client stays away.</summary>
    public required TimeSpan Away { get; init; }

    /// <summary>How long all stay connected before, once warm.</summary>
    public required TimeSpan Before { get; init; }

    /// <summary>How long connections are cut.</summary>
    public required TimeSpan Duration { get; init; }

    /// <summary>How long nothing may arrive before what is still owed counts as missing.</summary>
    public required TimeSpan Drain { get; init; }

    /// <summary>Until the clients and the road are warm.</summary>
    public static readonly TimeSpan Warmup = TimeSpan.FromSeconds(10);

    /// <summary>After the last cut, so that all are back while events flow.</summary>
    public static readonly TimeSpan After = TimeSpan.FromSeconds(5);

    public ProducerPlan Send(TimeSpan length) => new(
        Schedule.Of(Rate, Bundle, TimeSpan.Zero, (long)(Rate * length.TotalSeconds)), Lane.Normal, Audience.Producers, RepeatShare: 0, RepeatLater: TimeSpan.Zero);

    /// <summary>The plan in a line.</summary>
    public string Summary =>
        $"{Audience.Droppers:N0} clients, {(AtOnce ? "all cut off at once every" : "each cut off about every")} {Every.TotalSeconds:0.#} s and away for {Away.TotalSeconds:0.#} s, for {Duration.TotalSeconds:0} s, beside {Audience.Clients:N0} that stay; "
        + $"{Rate:N0} events/s through {(Via == Via.Http ? "HTTP" : "AMQP")} in bundles of {Bundle}, {Audience.PayloadBytes}-byte payloads";
}
