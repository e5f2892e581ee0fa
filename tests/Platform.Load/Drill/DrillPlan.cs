using Platform.Contracts.Lanes;
using Platform.Load.Producers;
using Platform.Load.Rig;
using Platform.Load.Scenarios;

namespace Platform.Load.Drill;

/// <summary>What a run of <c>drill</c> is asked to do.</summary>
internal sealed record DrillPlan
{
    public required AudiencePlan Audience { get; init; }

    public required double Rate { get; init; }

    public required int Bundle { get; init; }

    public required Via Via { get; init; }

    /// <summary>Names of faults, or what they begin with (<c>redis</c>); none: all.</summary>
    public required IReadOnlyList<string> Only { get; init; }

    /// <summary>How long faults are chosen at random; zero: each once, in their order.</summary>
    public required TimeSpan Random { get; init; }

    /// <summary>What the choice begins with.</summary>
    public required int Seed { get; init; }

    /// <summary>The folder of another version, for the faults that put it beside this one.</summary>
    public string? Other { get; init; }

    /// <summary>What run.sh is told to start a service of it.</summary>
    public string[] OtherVersion => ["--from", Other ?? throw new CannotRunException("Which other version? Name its checkout with --other FOLDER.")];

    /// <summary>How long what has a length lasts: a freeze, a stall, an alarm, a server that is away.</summary>
    public required TimeSpan Length { get; init; }

    /// <summary>How long events flow before each fault and after it.</summary>
    public required TimeSpan Flow { get; init; }

    /// <summary>All is as before when 95 % of the events take no longer.</summary>
    public required TimeSpan Bound { get; init; }

    /// <summary>How long nothing may arrive before what is still owed counts as missing.</summary>
    public required TimeSpan Drain { get; init; }

    /// <summary>After that a fault counts as not recovered from, and the drill goes on.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    // Longer than any fault takes: its end ends the sending.
    private static readonly TimeSpan Longest = TimeSpan.FromMinutes(10);

    /// <summary>The load of one fault.</summary>
    public ProducerPlan Sending => new(
        Schedule.Of(Rate, Bundle, TimeSpan.Zero, (long)(Rate * Longest.TotalSeconds)), Lane.Normal, Audience.Producers, RepeatShare: 0, RepeatLater: TimeSpan.Zero);

    /// <summary>The plan in a line.</summary>
    public string Summary =>
        $"{Rate:N0} events/s through {(Via == Via.Http ? "HTTP" : "AMQP")} in bundles of {Bundle} → {Audience.Clients + Audience.Droppers:N0} clients; "
        + (Random > TimeSpan.Zero ? $"faults at random for {Random.TotalMinutes:0.#} min, seed {Seed}" : "each fault once");
}
