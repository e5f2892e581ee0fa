namespace Platform.Metrics.Alerts;

/// <summary>What an alert looks at.</summary>
internal enum AlertSignal
{
    /// <summary>The median of a stage over ten seconds, or thirty of what clients report. Unit: milliseconds.</summary>
    LatencyP50,

    /// <summary>The 95th percentile of a stage over ten seconds, or thirty of what clients report. Unit: milliseconds.</summary>
    LatencyP95,

    /// <summary>The 99th percentile of a stage over ten seconds, or thirty of what clients report. Unit: milliseconds.</summary>
    LatencyP99,

    /// <summary>Messages that wait in the lanes.</summary>
    QueueDepth,

    /// <summary>Messages among the dead letters.</summary>
    DeadLetters,

    /// <summary>Connections whose sends take longer than <c>Heartbeat:CriticalSendMs</c>.</summary>
    SlowConsumers,

    /// <summary>Connections that are opened a second, over ten seconds.</summary>
    ConnectionsOpened,
}
