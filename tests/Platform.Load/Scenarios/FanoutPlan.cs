using Platform.Contracts.Lanes;
using Platform.Load.Events;
using Platform.Load.Producers;
using Platform.Load.Rig;

namespace Platform.Load.Scenarios;

/// <summary>What a run of <c>fanout</c> is asked to do.</summary>
internal sealed record FanoutPlan
{
    public required Target Target { get; init; }

    public required Via Via { get; init; }

    public required int Producers { get; init; }

    public required int Channels { get; init; }

    public required int Subscribers { get; init; }

    /// <summary>Deliveries a second, a step after the other.</summary>
    public required IReadOnlyList<double> Steps { get; init; }

    public required TimeSpan Warmup { get; init; }

    public required TimeSpan Duration { get; init; }

    public required int Bundle { get; init; }

    public required int PayloadBytes { get; init; }

    /// <summary>How long nothing may arrive before what is still owed counts as missing.</summary>
    public required TimeSpan Drain { get; init; }

    /// <summary>One step: each event is delivered once a subscriber of its channel.</summary>
    public LatencyPlan Step(double deliveries)
    {
        var rate = deliveries / Subscribers;
        return new LatencyPlan
        {
            Target = Target,
            Schedule = Schedule.Of(rate, Bundle, Warmup, (long)Math.Ceiling(rate * Duration.TotalSeconds)),
            Via = Via,
            Producers = Producers,
            Clients = Channels * Subscribers,
            Channels = Channels,
            ChannelKind = ChannelKind.Topic,
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
        $"{Channels:N0} channels of {Subscribers:N0} subscribers each, {PayloadBytes}-byte payloads through {(Via == Via.Http ? "HTTP" : "AMQP")}, "
        + $"{(Bundle == 1 ? "singles" : $"arrays of {Bundle}")}; {string.Join(", then ", Steps.Select(step => $"{step:N0}"))} deliveries/s for {Duration.TotalSeconds:0} s each";
}
