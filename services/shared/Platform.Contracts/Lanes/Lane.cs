namespace Platform.Contracts.Lanes;

/// <summary>The priority of an event, and the road that it takes: each lane has a queue, a reader and a history of its own.</summary>
public enum Lane
{
    /// <summary>Never batched, never aggregated, first everywhere.</summary>
    Critical,

    /// <summary>Batched only with what is there already.</summary>
    High,

    /// <summary>The default.</summary>
    Normal,
}
