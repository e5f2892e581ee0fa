using Platform.Contracts.Lanes;
using Platform.Load.Rig;

namespace Platform.Load.Scenarios;

/// <summary>What a run of <c>publisher</c> is asked to do.</summary>
internal sealed record PublisherPlan
{
    public required Target Target { get; init; }

    public required Lane Lane { get; init; }

    /// <summary>Events that count, in singles and again in bundles.</summary>
    public required int Events { get; init; }

    /// <summary>Events before them, in which the fresh process is compiled.</summary>
    public required int Warmup { get; init; }

    public required int Bundle { get; init; }

    public required int Channels { get; init; }

    public required int PayloadBytes { get; init; }

    public required string KeyPrefix { get; init; }

    /// <summary>Whether the publisher is profiled meanwhile.</summary>
    public required bool IsProfiled { get; init; }

    public int Total => Warmup + Events;

    /// <summary>The plan in a line.</summary>
    public string Summary =>
        $"{Events:N0} events in singles, then {Events:N0} in bundles of {Bundle}, each behind {Warmup:N0} to warm up; lane {Lane.Name()}, {PayloadBytes}-byte payloads, "
        + $"{Channels:N0} channels that nobody listens to{(IsProfiled ? "; profiled" : "")}";
}
