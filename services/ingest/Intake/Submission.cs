namespace Platform.Ingest.Intake;

/// <summary>What a request asks to publish, after it was read.</summary>
/// <param name="AcceptedAt">When the request was there: milliseconds since 1970, with fraction.</param>
/// <param name="Started">The same moment on the clock that latency is measured with.</param>
/// <param name="Ids">The events' ids in the request's order.</param>
internal sealed record Submission(double AcceptedAt, long Started, string[] Ids)
{
    /// <summary>What is wrong; with one fault, nothing of the request is taken.</summary>
    public EventFaults Faults { get; } = new();

    /// <summary>Why the producer may not publish this; <c>null</c> when it may.</summary>
    public string? Forbidden { get; set; }

    /// <summary>The lanes that it has events for.</summary>
    public List<LanePack> Lanes { get; } = [];

    public int Count => Ids.Length;
}
