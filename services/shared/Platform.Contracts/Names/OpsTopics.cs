namespace Platform.Contracts.Names;

/// <summary>The topics on which the platform speaks of itself; they are read with the right to their channels, as any other.</summary>
public static class OpsTopics
{
    /// <summary>A snapshot of how fast and how busy it is, each second; also the type of these events.</summary>
    public const string Metrics = "ops.metrics";

    /// <summary>An alert that fires, or that is over; also the type of these events.</summary>
    public const string Alerts = "ops.alerts";
}
