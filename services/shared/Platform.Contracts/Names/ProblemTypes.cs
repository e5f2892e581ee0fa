namespace Platform.Contracts.Names;

/// <summary>The stable <c>type</c> of each problem+json answer; docs/protocol.md says what to do about each.</summary>
public static class ProblemTypes
{
#pragma warning disable CS1591 // The names speak for themselves.
    public const string InvalidEvents = Prefix + "invalid-events";
    public const string InvalidRequest = Prefix + "invalid-request";
    public const string Unauthorized = Prefix + "unauthorized";
    public const string Forbidden = Prefix + "forbidden";
    public const string OriginNotAllowed = Prefix + "origin-not-allowed";
    public const string TooLarge = Prefix + "too-large";
    public const string UnsupportedMediaType = Prefix + "unsupported-media-type";
    public const string TooManyRequests = Prefix + "too-many-requests";
    public const string TooManyConnections = Prefix + "too-many-connections";
    public const string BrokerUnavailable = Prefix + "broker-unavailable";
    public const string HistoryUnavailable = Prefix + "history-unavailable";
    public const string PresenceUnavailable = Prefix + "presence-unavailable";
    public const string NoPresence = Prefix + "no-presence";
    public const string RevocationUnavailable = Prefix + "revocation-unavailable";
    public const string WebSocketsOnly = Prefix + "websockets-only";
    public const string NotFound = Prefix + "not-found";
    public const string UpstreamUnavailable = Prefix + "upstream-unavailable";

    private const string Prefix = "urn:platform:problem:";
#pragma warning restore CS1591
}
