using Platform.Load.Measurements;

namespace Platform.Load.Producers;

/// <summary>How the producers of a run kept their schedule, once warm.</summary>
internal sealed class ProducerGauges
{
    /// <summary>How late bundles left although a producer was free: the tool's own fault.</summary>
    public Durations Lag { get; } = new();

    /// <summary>How late bundles left since all producers waited for confirms: the platform's doing, or too few producers.</summary>
    public Durations HeldBack { get; } = new();

    /// <summary>Why something was last not accepted.</summary>
    public string? LastTrouble { get; set; }
}
