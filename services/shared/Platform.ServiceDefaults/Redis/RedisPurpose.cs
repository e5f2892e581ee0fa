namespace Platform.ServiceDefaults.Redis;

/// <summary>What a connection to Redis is for; each has its own, so that what is urgent never waits behind what is not.</summary>
public static class RedisPurpose
{
    /// <summary>Critical events.</summary>
    public const string Critical = "critical";

    /// <summary>All other events.</summary>
    public const string Events = "events";

    /// <summary>Reading history.</summary>
    public const string History = "history";

    /// <summary>Control messages, through SignalR's own backplane.</summary>
    public const string Control = "control";

    /// <summary>What was measured.</summary>
    public const string Metrics = "metrics";
}
