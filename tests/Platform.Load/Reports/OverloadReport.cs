using Platform.Load.Measurements;
using Platform.Load.Proof;
using Platform.Load.Scenarios;

namespace Platform.Load.Reports;

/// <summary>What a run of <c>overload</c> found; written as JSON, its names are snake_case and stable.</summary>
internal sealed record OverloadReport
{
    public string Scenario => "overload";

    public required string Run { get; init; }

    public required string Plan { get; init; }

    public required DateTime FinishedAt { get; init; }

    /// <summary>How fast the machine was just before.</summary>
    public required MachineSpeed Machine { get; init; }

    public required LaneCapacity Capacity { get; init; }

    /// <summary>How long the overload lasted.</summary>
    public required double Seconds { get; init; }

    /// <summary>Normal events a second that were to be sent.</summary>
    public required double Offered { get; init; }

    /// <summary>Normal events a second that producers took up; fewer where they waited for confirms.</summary>
    public required double Sent { get; init; }

    /// <summary>From the moment a critical event was meant to be sent to the moment a client had it.</summary>
    public required Percentiles Critical { get; init; }

    public required Percentiles High { get; init; }

    /// <summary>The same of the normal lane: its wait in the queue is in it.</summary>
    public required Percentiles Normal { get; init; }

    /// <summary>How late this tool itself was with critical events.</summary>
    public required Percentiles CriticalLag { get; init; }

    public required NormalAge Age { get; init; }

    public required DepthTrend Depth { get; init; }

    /// <summary>The rise, in messages, from which the queue was seen to rise: half a second of the capacity.</summary>
    public required double LeastRise { get; init; }

    /// <summary>From the last event sent to the last one that came.</summary>
    public required double DrainSeconds { get; init; }

    /// <summary>A look each second, from the beginning of the overload to the end of the drain.</summary>
    public required IReadOnlyList<SystemSample> Samples { get; init; }

    public required IReadOnlyDictionary<string, long> Refusals { get; init; }

    public required long ForeignDeliveries { get; init; }

    public required Verdict Ledger { get; init; }

    public required IReadOnlyList<string> Trouble { get; init; }

    public bool DepthRose => Depth.Rose(LeastRise);

    /// <summary>Whether there was an overload, and this tool kept the critical events' send times.</summary>
    public bool Counts => DepthRose && CriticalLag.P99 <= LatencyReport.MaxLagMs;

    public int ExitCode => !Ledger.IsClean ? ExitCodes.NotClean : !Counts ? ExitCodes.FellBehind : ExitCodes.Clean;
}

/// <summary>How old normal events were on the edge, counted from when they left the queue, as the services measured it themselves.</summary>
/// <param name="ReadToAppended">From the publisher's read to the append (stage <c>batch</c>).</param>
/// <param name="AppendedToEdge">From there to the edge (stage <c>backplane</c>).</param>
/// <param name="AtMostP95">95 % of the events took at most this for both.</param>
/// <param name="AtMostP99">99 % of the events took at most this for both.</param>
internal sealed record NormalAge(Percentiles ReadToAppended, Percentiles AppendedToEdge, double AtMostP95, double AtMostP99)
{
    public static NormalAge Of(StageDistribution read, StageDistribution edge) => new(
        read.Summarize(), edge.Summarize(), StageDistribution.Bound(read, edge, 95), StageDistribution.Bound(read, edge, 99));
}
