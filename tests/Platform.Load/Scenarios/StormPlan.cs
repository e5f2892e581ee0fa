using Platform.Contracts.Lanes;
using Platform.Load.Producers;

namespace Platform.Load.Scenarios;

/// <summary>What is done to an edge node.</summary>
internal enum EdgeFault
{
    /// <summary>SIGTERM: it drains, and is started again when it has ended.</summary>
    Restart,

    /// <summary>SIGKILL: all its connections end at once.</summary>
    Kill,
}

/// <summary>What a run of <c>storm</c> is asked to do.</summary>
internal sealed record StormPlan
{
    public required AudiencePlan Audience { get; init; }

    public required double Rate { get; init; }

    public required int Bundle { get; init; }

    public required Via Via { get; init; }

    /// <summary>How often all nodes are restarted in turn.</summary>
    public required int Restarts { get; init; }

    /// <summary>How often all nodes are killed in turn, after that.</summary>
    public required int Kills { get; init; }

    /// <summary>How long events flow before each fault, between a kill and the start, and after the last fault.</summary>
    public required TimeSpan Pause { get; init; }

    /// <summary>How long nothing may arrive before what is still owed counts as missing.</summary>
    public required TimeSpan Drain { get; init; }

    /// <summary>What is done, in turn to each of the nodes.</summary>
    public IReadOnlyList<(EdgeFault Fault, string Edge)> Faults(IReadOnlyList<string> edges) =>
    [
        .. Enumerable.Repeat(EdgeFault.Restart, Restarts).SelectMany(fault => edges.Select(edge => (fault, edge))),
        .. Enumerable.Repeat(EdgeFault.Kill, Kills).SelectMany(fault => edges.Select(edge => (fault, edge))),
    ];

    /// <summary>Longer than the faults take, since the sending ends with the last of them.</summary>
    public ProducerPlan Sending(int edges)
    {
        var longest = (Pause + LongestFault) * ((Restarts + Kills) * edges) + Pause;
        return new ProducerPlan(
            Schedule.Of(Rate, Bundle, TimeSpan.Zero, (long)(Rate * longest.TotalSeconds)), Lane.Normal, Audience.Producers, RepeatShare: 0, RepeatLater: TimeSpan.Zero);
    }

    /// <summary>The plan in a line.</summary>
    public string Summary =>
        $"{Rate:N0} events/s through {(Via == Via.Http ? "HTTP" : "AMQP")} in bundles of {Bundle}, {Audience.PayloadBytes}-byte payloads → {Audience.Clients:N0} clients; "
        + $"the edge nodes in turn restarted {Restarts} times and killed {Kills} times";

    // A drain, and a start on a busy machine.
    private static readonly TimeSpan LongestFault = TimeSpan.FromMinutes(2);
}
