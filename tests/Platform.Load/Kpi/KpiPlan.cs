using Platform.Contracts.Lanes;
using Platform.Load.Producers;
using Platform.Load.Rig;
using Platform.Load.Scenarios;

namespace Platform.Load.Kpi;

/// <summary>What a run of <c>kpi</c> is asked to do.</summary>
internal sealed record KpiPlan
{
    /// <summary>The rate at which the edge nodes' CPU has its target.</summary>
    public const double QuietRate = 100;

    public required Target Target { get; init; }

    public required int Clients { get; init; }

    /// <summary>Events a second of the sustained load.</summary>
    public required double Rate { get; init; }

    public required int Bundle { get; init; }

    public required int PayloadBytes { get; init; }

    public required TimeSpan Warmup { get; init; }

    /// <summary>How long the sustained load counts.</summary>
    public required TimeSpan Duration { get; init; }

    /// <summary>How long each other part counts.</summary>
    public required TimeSpan Part { get; init; }

    /// <summary>The faults whose cost the uptime is made of.</summary>
    public required IReadOnlyList<string> Faults { get; init; }

    public required TimeSpan Drain { get; init; }

    private int Producers => 32;

    /// <summary>A load whose latency is measured.</summary>
    public LatencyPlan Measure(double rate, int clients, TimeSpan length) => new()
    {
        Target = Target,
        Schedule = Schedule.Of(rate, rate > QuietRate ? Bundle : 1, Warmup, (long)Math.Ceiling(rate * length.TotalSeconds)),
        Via = Via.Http,
        Producers = Producers,
        Clients = clients,
        Channels = clients,
        ChannelKind = Target.OwnChannels,
        PayloadBytes = PayloadBytes,
        Lane = Lane.Normal,
        WithTimeline = true,
        RepeatShare = 0,
        RepeatLater = TimeSpan.Zero,
        Drain = Drain,
    };

    public AudiencePlan Audience(int clients, int droppers) => new(Target, clients, Producers, PayloadBytes) { Droppers = droppers, Kind = Target.OwnChannels };

    /// <summary>The plan in a line.</summary>
    public string Summary => $"{Clients:N0} clients, {Rate:N0} events/s for {Duration.TotalSeconds:0} s and parts of {Part.TotalSeconds:0} s";
}
