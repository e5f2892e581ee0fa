namespace Platform.Contracts.Hub;

/// <summary>The hub's methods, by their names on the wire.</summary>
public static class HubMethods
{
#pragma warning disable CS1591 // The names speak for themselves; docs/protocol.md describes each.
    // Client → server.
    public const string Subscribe = "Subscribe";
    public const string Unsubscribe = "Unsubscribe";
    public const string Ping = "Ping";
    public const string RefreshToken = "RefreshToken";
    public const string ReportLatency = "ReportLatency";

    // Server → client.
    public const string Events = "events";
    public const string Position = "position";
    public const string Gap = "gap";
    public const string Presence = "presence";
    public const string Heartbeat = "heartbeat";
    public const string Draining = "draining";
#pragma warning restore CS1591
}
