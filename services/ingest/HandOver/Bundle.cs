using Platform.Contracts.Lanes;

namespace Platform.Ingest.HandOver;

/// <summary>What goes to RabbitMQ as one message: a JSON array of events of several requests.</summary>
internal sealed class Bundle
{
    private readonly IReadOnlyList<PendingEvents> _parts;

    public Bundle(Lane lane, IReadOnlyList<PendingEvents> parts)
    {
        _parts = parts;
        Lane = lane;
        Count = parts.Sum(part => part.Count);
        // The oldest: latency is never told better than it was.
        AcceptedAt = parts.Min(part => part.AcceptedAt);
        Body = Join(parts);
    }

    public Lane Lane { get; }

    public int Count { get; }

    /// <summary>When the oldest of the events was accepted: milliseconds since 1970.</summary>
    public double AcceptedAt { get; }

    public byte[] Body { get; }

    /// <summary>Tells all requests that have a part in it.</summary>
    public void Complete(Outcome outcome)
    {
        foreach (var part in _parts)
        {
            part.Complete(outcome);
        }
    }

    private static byte[] Join(IReadOnlyList<PendingEvents> parts)
    {
        // A bracket or a comma stands before each part, and a bracket behind the last.
        var body = new byte[parts.Sum(part => part.Json.Length + 1) + 1];
        var at = 0;
        foreach (var part in parts)
        {
            body[at] = (byte)(at == 0 ? '[' : ',');
            part.Json.Span.CopyTo(body.AsSpan(at + 1));
            at += part.Json.Length + 1;
        }

        body[at] = (byte)']';
        return body;
    }
}
