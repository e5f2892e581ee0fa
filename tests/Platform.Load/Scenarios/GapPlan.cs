using Platform.Contracts.Lanes;
using Platform.Load.Producers;

namespace Platform.Load.Scenarios;

/// <summary>What a run of <c>gap</c> is asked to do.</summary>
internal sealed record GapPlan
{
    public required AudiencePlan Audience { get; init; }

    public required double Rate { get; init; }

    public required int Bundle { get; init; }

    public required Via Via { get; init; }

    /// <summary>The node whose connections to Redis are cut.</summary>
    public required string Edge { get; init; }

    /// <summary>For how long.</summary>
    public required TimeSpan Cut { get; init; }

    /// <summary>How long nothing may arrive before what is still owed counts as missing.</summary>
    public required TimeSpan Drain { get; init; }

    /// <summary>How long events flow before the cut, and after it where they go on.</summary>
    public static readonly TimeSpan Flow = TimeSpan.FromSeconds(8);

    /// <summary>How long before the end of the cut the last event is sent where they fall silent: no later one shows that some are missing.</summary>
    public static readonly TimeSpan SilentBefore = TimeSpan.FromSeconds(1);

    public ProducerPlan Send(bool goesOn)
    {
        var length = Flow + (goesOn ? Cut + Flow : Cut - SilentBefore);
        return new ProducerPlan(
            Schedule.Of(Rate, Bundle, TimeSpan.Zero, (long)(Rate * length.TotalSeconds)), Lane.Normal, Audience.Producers, RepeatShare: 0, RepeatLater: TimeSpan.Zero);
    }

    /// <summary>The plan in a line.</summary>
    public string Summary =>
        $"{Rate:N0} events/s through {(Via == Via.Http ? "HTTP" : "AMQP")} in bundles of {Bundle} → {Audience.Clients:N0} clients, each on a channel of its own; "
        + $"{Edge} loses its connections to Redis for {Cut.TotalSeconds:0.#} s while events go on, and once more while they fall silent before it has them again";
}
