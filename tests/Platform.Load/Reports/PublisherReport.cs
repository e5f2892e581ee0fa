using Platform.Load.Measurements;
using Platform.Load.Scenarios;

namespace Platform.Load.Reports;

/// <summary>What a run of <c>publisher</c> found; written as JSON, its names are snake_case and stable.</summary>
internal sealed record PublisherReport
{
    public string Scenario => "publisher";

    public required string Plan { get; init; }

    public required DateTime FinishedAt { get; init; }

    /// <summary>How fast the machine was just before.</summary>
    public required MachineSpeed Machine { get; init; }

    /// <summary>The publisher was profiled, and so a little slower than it is.</summary>
    public required bool IsProfiled { get; init; }

    /// <summary>Singles, and bundles.</summary>
    public required IReadOnlyList<PublisherFigures> Parts { get; init; }

    public int ExitCode => Parts.All(part => part.Offsets.IsClean) ? ExitCodes.Clean : ExitCodes.NotClean;
}

/// <summary>What the publisher did with one way of sending events.</summary>
internal sealed record PublisherFigures
{
    public required string Name { get; init; }

    /// <summary>Events that count.</summary>
    public required long Events { get; init; }

    /// <summary>From the first of them to the last.</summary>
    public required double Seconds { get; init; }

    /// <summary>What the publisher used for them.</summary>
    public required ProcessShare Publisher { get; init; }

    /// <summary>What Redis and RabbitMQ used, where they are processes of the stack.</summary>
    public required IReadOnlyList<ProcessShare> Servers { get; init; }

    public required OffsetFindings Offsets { get; init; }

    /// <summary>By how much Redis' memory grew, the warm-up's events included.</summary>
    public required long RedisBytes { get; init; }

    public required KeyMemory Keys { get; init; }

    /// <summary>Where the publisher's time went, if that was asked for.</summary>
    public MethodShares? Profile { get; init; }

    public double EventsPerSecond => Events / Math.Max(Seconds, 1e-6);

    /// <summary>How many events a second one core's worth of the publisher's time takes.</summary>
    public double EventsPerSecondACore => Publisher.CpuMicrosecondsPerEvent > 0 ? 1e6 / Publisher.CpuMicrosecondsPerEvent : 0;
}
