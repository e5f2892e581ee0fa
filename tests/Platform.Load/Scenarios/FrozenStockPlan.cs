using Platform.Load.Producers;
using Platform.Load.Rig;

namespace Platform.Load.Scenarios;

/// <summary>What a run of <c>frozen-stock</c> is asked to do.</summary>
internal sealed record FrozenStockPlan
{
    /// <summary>Until both systems are warm.</summary>
    public static readonly TimeSpan Warmup = TimeSpan.FromSeconds(2);

    /// <summary>How long all members read, once warm.</summary>
    public static readonly TimeSpan Before = TimeSpan.FromSeconds(5);

    /// <summary>How long one does not. The stock server ends such a connection after 10 s.</summary>
    public static readonly TimeSpan After = TimeSpan.FromSeconds(13);

    /// <summary>How long nothing may arrive before what is still owed counts as missing: longer than any silence that ends by itself.</summary>
    public static readonly TimeSpan Drain = TimeSpan.FromSeconds(12);

    public required Target Target { get; init; }

    public required Via Via { get; init; }

    public required int Members { get; init; }

    public required double Rate { get; init; }

    public required int PayloadBytes { get; init; }

    public Schedule Schedule => Schedule.Of(Rate, bundleSize: 1, Warmup, (long)(Rate * (Before + After).TotalSeconds));

    /// <summary>The plan in a line.</summary>
    public string Summary =>
        $"{Members} members of one group, of which one stops reading; {Rate:N0} events/s of {PayloadBytes:N0} bytes for {Schedule.Length.TotalSeconds:0} s";
}
