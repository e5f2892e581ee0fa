namespace Platform.Contracts.Latency;

/// <summary>A part of an event's way, each measured by the service in which it ends.</summary>
public enum Stage
{
    /// <summary>Request received → RabbitMQ confirmed (ingest).</summary>
    Ingest,

    /// <summary>Handed to the lane → read by the publisher.</summary>
    Lane,

    /// <summary>Read → appended to history and published (publisher).</summary>
    Batch,

    /// <summary>Appended → received by the edge.</summary>
    Backplane,

    /// <summary>Received by the edge → written to the connection.</summary>
    Outbox,

    /// <summary>Written → the client's handler, as the client measured it.</summary>
    Client,

    /// <summary>Accepted → written to the connection (edge).</summary>
    Total,

    /// <summary>Accepted → the client's handler, as the client measured it: the whole way.</summary>
    Handled,
}
