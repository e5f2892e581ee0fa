using System.Text.Json.Serialization;
using Platform.Load.Measurements;
using Platform.Load.Proof;

namespace Platform.Load.Reports;

/// <summary>What a run of <c>latency</c> found; written as JSON, its names are snake_case and stable.</summary>
internal sealed record LatencyReport
{
    /// <summary>Above this the send times were not kept by the tool itself, and the figures say more about it than about the platform.</summary>
    public const double MaxLagMs = 20;

    public string Scenario => "latency";

    /// <summary>What was measured.</summary>
    public required string System { get; init; }

    /// <summary>It has promised nothing, and is only what the platform is compared with.</summary>
    public required bool IsBaseline { get; init; }

    public required string Run { get; init; }

    public required string Plan { get; init; }

    public required DateTime FinishedAt { get; init; }

    /// <summary>How fast the machine was just before.</summary>
    public MachineSpeed? Machine { get; init; }

    public required double WarmupSeconds { get; init; }

    /// <summary>Events sent, without the warm-up.</summary>
    public required long Events { get; init; }

    public required double EventsPerSecond { get; init; }

    /// <summary>What came to the clients while the counted events were sent, late ones of the warm-up included.</summary>
    public required double DeliveriesPerSecond { get; init; }

    /// <summary>Whether less came than was due: the CPU of the time is then not all that these events took.</summary>
    public bool IsBehind { get; init; }

    public required double BytesPerDelivery { get; init; }

    /// <summary>From the moment an event was meant to be sent to the moment a client had it.</summary>
    public required Percentiles Total { get; init; }

    /// <summary>The samples themselves, to be merged with those of other runs.</summary>
    [JsonIgnore]
    public Durations Samples { get; init; } = new();

    /// <summary>The same by the second, where that was asked for.</summary>
    public IReadOnlyList<TimelineStep> Timeline { get; init; } = [];

    /// <summary>Its parts, where the platform runs on this machine's clock.</summary>
    public required IReadOnlyList<StageTimes> Stages { get; init; }

    public required Percentiles Lag { get; init; }

    public required Percentiles HeldBack { get; init; }

    /// <summary>How often a door answered other than "accepted", by its answer. Over HTTP the same events were then sent again.</summary>
    public IReadOnlyDictionary<string, long> Refusals { get; init; } = new Dictionary<string, long>();

    public required long Repeats { get; init; }

    public required long ForeignDeliveries { get; init; }

    /// <summary>Lost connections, each from its loss to the resumed stream.</summary>
    public required Percentiles Outages { get; init; }

    public required IReadOnlyList<ProcessShare> Processes { get; init; }

    /// <summary>Those that ended or began while it was measured.</summary>
    public required IReadOnlyList<string> ProcessesLeftOut { get; init; }

    public required Verdict Ledger { get; init; }

    /// <summary>What was not accepted and who could not listen, in the platform's words.</summary>
    public required IReadOnlyList<string> Trouble { get; init; }

    /// <summary>Events that never got a confirm: they are in no percentile, and would be its worst.</summary>
    [JsonIgnore]
    public long NeverAccepted => Ledger.Sent - Ledger.Accepted;

    /// <summary>Whether the tool kept its send times; if not, the run does not count.</summary>
    public bool Counts => Lag.P99 <= MaxLagMs;

    public int ExitCode => !Ledger.IsClean ? ExitCodes.NotClean : !Counts ? ExitCodes.FellBehind : ExitCodes.Clean;

    public void Save(FileInfo file) => ReportJson.Save(this, file);
}

/// <summary>The times of one part of the way.</summary>
internal sealed record StageTimes(string Stage, Percentiles Times);
