using Platform.Contracts.Lanes;
using Platform.Load.Producers;

namespace Platform.Load.Scenarios;

/// <summary>What is done to a publisher.</summary>
internal enum PublisherFault
{
    /// <summary>SIGKILL: RabbitMQ sees the connection end.</summary>
    Kill,

    /// <summary>SIGSTOP, and SIGCONT later: the connection stays, and nobody answers on it.</summary>
    Freeze,
}

/// <summary>What a run of <c>failover</c> is asked to do.</summary>
internal sealed record FailoverPlan
{
    public required AudiencePlan Audience { get; init; }

    public required double Rate { get; init; }

    public required int Bundle { get; init; }

    public required Via Via { get; init; }

    public required Lane Lane { get; init; }

    public required int Kills { get; init; }

    public required int Freezes { get; init; }

    public required TimeSpan FreezeFor { get; init; }

    /// <summary>How long events flow before each fault and after the last.</summary>
    public required TimeSpan Pause { get; init; }

    /// <summary>How long nothing may arrive before what is still owed counts as missing.</summary>
    public required TimeSpan Drain { get; init; }

    /// <summary>The faults in their order.</summary>
    public IReadOnlyList<PublisherFault> Faults =>
        [.. Enumerable.Repeat(PublisherFault.Kill, Kills), .. Enumerable.Repeat(PublisherFault.Freeze, Freezes)];

    /// <summary>Longer than the faults take, since the sending ends with the last of them.</summary>
    public ProducerPlan Sending
    {
        get
        {
            var longest = (Pause * (Kills + Freezes + 1)) + (FreezeFor * Freezes) + (StartWithin * Faults.Count);
            var schedule = Schedule.Of(Rate, Bundle, TimeSpan.Zero, (long)(Rate * longest.TotalSeconds));
            return new ProducerPlan(schedule, Lane, Audience.Producers, RepeatShare: 0, RepeatLater: TimeSpan.Zero);
        }
    }

    /// <summary>The plan in a line.</summary>
    public string Summary =>
        $"{Rate:N0} events/s through {(Via == Via.Http ? "HTTP" : "AMQP")} in bundles of {Bundle}, lane {Lane.Name()}, {Audience.PayloadBytes}-byte payloads → "
        + $"{Audience.Clients:N0} clients; the active publisher is killed {Kills} times and frozen {Freezes} times for {FreezeFor.TotalSeconds:0} s";

    // A publisher that was killed has to come back, and be ready, before the next fault.
    private static readonly TimeSpan StartWithin = TimeSpan.FromMinutes(2);
}
