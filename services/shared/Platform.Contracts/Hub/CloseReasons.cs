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

/// <summary>Why a call was refused: what the message of its <c>HubException</c> begins with, before a colon and a sentence.</summary>
public static class CallErrors
{
    /// <summary>The new token is not believed; everything stays as it was.</summary>
    public const string InvalidToken = "invalid_token";

    /// <summary>The new token is another user's; everything stays as it was.</summary>
    public const string OtherSubject = "other_subject";

    /// <summary>The connection calls more often than it may.</summary>
    public const string TooManyCalls = "too_many_calls";
}
