namespace Platform.Contracts.Hub;

/// <summary>Why a node ends a connection: the <c>error</c> of the close message.</summary>
public static class CloseReasons
{
    /// <summary>The token ended; connect again with a new one.</summary>
    public const string TokenExpired = "token_expired";

    /// <summary>The token, or its user, was revoked; connecting again needs a token that was issued since.</summary>
    public const string TokenRevoked = "token_revoked";

    /// <summary>The client went on calling although it was told that it calls too often.</summary>
    public const string TooManyCalls = "too_many_calls";
}
