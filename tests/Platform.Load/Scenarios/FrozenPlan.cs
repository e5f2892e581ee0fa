using Platform.Load.Producers;
using Platform.Load.Rig;

namespace Platform.Load.Scenarios;

/// <summary>How some members of a group lag behind.</summary>
internal enum Lagging
{
    /// <summary>Nobody lags: what the other rounds are compared with.</summary>
    Nobody,

    /// <summary>One stops reading, and leaves its connection open.</summary>
    Frozen,

    /// <summary>Some read far more slowly than events come.</summary>
    Slow,
}

/// <summary>What a run of <c>frozen</c> is asked to do.</summary>
internal sealed record FrozenPlan
{
    public required Target Target { get; init; }

    public required Via Via { get; init; }

    public required int Members { get; init; }

    /// <summary>How many read slowly.</summary>
    public required int Slow { get; init; }

    /// <summary>How slowly, each.</summary>
    public required int SlowBytesPerSecond { get; init; }

    public required double Rate { get; init; }

    public required int PayloadBytes { get; init; }

    /// <summary>How long a round counts. A connection that takes nothing is closed after 10 s by default.</summary>
    public required TimeSpan Duration { get; init; }

    public required TimeSpan Warmup { get; init; }

    /// <summary>How often all three are done in turn.</summary>
    public required int Rounds { get; init; }

    /// <summary>How long nothing may arrive before what is still owed counts as missing.</summary>
    public required TimeSpan Drain { get; init; }

    public Schedule Schedule => Schedule.Of(Rate, bundleSize: 1, Warmup, (long)(Rate * Duration.TotalSeconds));

    public int LaggardsOf(Lagging lagging) => lagging switch { Lagging.Frozen => 1, Lagging.Slow => Slow, _ => 0 };

    /// <summary>The plan in a line.</summary>
    public string Summary =>
        $"{Members} readers of one channel, {Rate:N0} events/s of {PayloadBytes:N0} bytes for {Duration.TotalSeconds:0} s a round: all read, then one is frozen, then {Slow} read {SlowBytesPerSecond:N0} bytes/s; {Rounds} times";
}
