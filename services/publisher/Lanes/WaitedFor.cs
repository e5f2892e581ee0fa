namespace Platform.Publisher.Lanes;

/// <summary>What a lane last waited for before it took a batch.</summary>
internal enum WaitedFor
{
    /// <summary>Messages were there, and so was room for them.</summary>
    Nothing,

    /// <summary>RabbitMQ had yet to bring messages, or as many as are worth an append beside others.</summary>
    Messages,

    /// <summary>Enough messages were there; an append had to end first, or the edge nodes had to catch up.</summary>
    Room,
}
