using Platform.Contracts.Lanes;
using Platform.Load.Events;
using Platform.Load.Producers;
using Platform.Load.Rig;
using Platform.Load.Scenarios;

namespace Platform.Load.Capacity;

/// <summary>What a run of <c>capacity</c> is asked to do.</summary>
internal sealed record CapacityPlan
{
    public required Target Target { get; init; }

    public required Via Via { get; init; }

    public required int Producers { get; init; }

    public required int Bundle { get; init; }

    public required int Clients { get; init; }

    public required int PayloadBytes { get; init; }

    /// <summary>p95 must be below it, in milliseconds.</summary>
    public required double ObjectiveMs { get; init; }

    /// <summary>How many clients get each event; a search each.</summary>
    public required IReadOnlyList<int> Fanouts { get; init; }

    /// <summary>Deliveries a second of the first step.</summary>
    public required double From { get; init; }

    /// <summary>Deliveries a second of the last one.</summary>
    public required double To { get; init; }

    public required TimeSpan Step { get; init; }

    public required bool WithStock { get; init; }

    public required TimeSpan Drain { get; init; }

    public const double Faster = 1.5;

    private static readonly TimeSpan Warmup = TimeSpan.FromSeconds(2);

    /// <param name="fanout">How many clients get each event.</param>
    /// <param name="deliveries">Deliveries a second, of all of them.</param>
    public LatencyPlan Measure(int fanout, double deliveries)
    {
        var rate = deliveries / fanout;
        return new LatencyPlan
        {
            Target = Target,
            Schedule = Schedule.Of(rate, fanout > 1 ? 1 : Bundle, Warmup, (long)Math.Ceiling(rate * Step.TotalSeconds)),
            Via = Via,
            Producers = Producers,
            Clients = Math.Max(fanout, Clients),
            Channels = Math.Max(1, Clients / fanout),
            ChannelKind = fanout > 1 ? ChannelKind.Topic : Target.OwnChannels,
            PayloadBytes = PayloadBytes,
            Lane = Lane.Normal,
            WithTimeline = false,
            RepeatShare = 0,
            RepeatLater = TimeSpan.Zero,
            Drain = Drain,
        };
    }

    /// <summary>The plan in a line.</summary>
    public string Summary =>
        $"the highest rate with p95 below {ObjectiveMs:0.#} ms, fan-out {string.Join(" and ", Fanouts)}, {Clients:N0} clients, steps of {Step.TotalSeconds:0} s through "
        + $"{(Via == Via.Http ? "HTTP" : "AMQP")}{(WithStock ? ", in turn with the stock build" : "")}";
}
