using Platform.Contracts.Lanes;
using Platform.Load.Events;
using Platform.Load.Producers;
using Platform.Load.Rig;

namespace Platform.Load.Scenarios;

/// <summary>What a run of <c>latency</c> is asked to do.</summary>
internal sealed record LatencyPlan
{
    public required Target Target { get; init; }

    public required Schedule Schedule { get; init; }

    public required Via Via { get; init; }

    public required int Producers { get; init; }

    public required int Clients { get; init; }

    public required int Channels { get; init; }

    public required ChannelKind ChannelKind { get; init; }

    public required int PayloadBytes { get; init; }

    public required Lane Lane { get; init; }

    /// <summary>Whether the latency of each second is kept too.</summary>
    public required bool WithTimeline { get; init; }

    public required double RepeatShare { get; init; }

    public required TimeSpan RepeatLater { get; init; }

    /// <summary>How long nothing may arrive before what is still owed counts as missing.</summary>
    public required TimeSpan Drain { get; init; }

    /// <summary>The plan in a line.</summary>
    public string Summary =>
        $"{Schedule.CountedEvents:N0} events at {Schedule.EventsPerSecond:N0}/s through {(Via == Via.Http ? "HTTP" : "AMQP")}, "
        + $"{(Schedule.BundleSize == 1 ? "singles" : $"arrays of {Schedule.BundleSize}")}, lane {Lane.Name()}, {PayloadBytes}-byte payloads, "
        + $"{Producers} producers → {Clients:N0} clients on {Channels:N0} {ChannelKind.ToString().ToLowerInvariant()} channels";
}
