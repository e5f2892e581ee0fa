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
}
