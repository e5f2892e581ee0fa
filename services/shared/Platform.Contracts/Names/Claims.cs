namespace Platform.Contracts.Names;

/// <summary>The claims that the services read from a token.</summary>
public static class Claims
{
    /// <summary>Who it is; also the <c>{id}</c> of the automatic channel <c>user:{id}</c>.</summary>
    public const string Subject = "sub";

    /// <summary>A word for statistics: agent, admin, display.</summary>
    public const string Role = "role";

    /// <summary>Patterns of channels that may be subscribed to, one claim each.</summary>
    public const string Channels = "channels";

    /// <summary>Scopes, separated by spaces.</summary>
    public const string Scope = "scope";

    /// <summary>The token's own id, by which it may be revoked.</summary>
    public const string TokenId = "jti";

    /// <summary>When the token was issued: seconds since 1970.</summary>
    public const string IssuedAt = "iat";

    /// <summary>When the token ends: seconds since 1970.</summary>
    public const string ExpiresAt = "exp";
}
