namespace Platform.Client;

/// <summary>The client has ended for a reason that another attempt does not mend, such as a token that was revoked.</summary>
public sealed class ConnectionEndedException(string reason, Exception? inner = null) : Exception($"The connection has ended for good: {reason}", inner);
