namespace Platform.Contracts.Names;

/// <summary>What a token may do beside subscribing.</summary>
public static class Scopes
{
    /// <summary>Publish events through ingest.</summary>
    public const string Publish = "publish";

    /// <summary>Read the metrics API and the dashboard.</summary>
    public const string ReadMetrics = "metrics:read";

    /// <summary>Revoke users and tokens.</summary>
    public const string Admin = "admin";
}
