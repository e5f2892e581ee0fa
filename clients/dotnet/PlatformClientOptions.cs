namespace Platform.Client;

/// <summary>How the platform is to be used.</summary>
public sealed class PlatformClientOptions
{
    /// <summary>Gives the token for each connection, and shortly before the present one ends.</summary>
    public required Func<CancellationToken, Task<string>> GetToken { get; init; }

    /// <summary>A key for publishing, where the token has no scope <c>publish</c>.</summary>
    public string? ApiKey { get; init; }

    /// <summary>How long publishing goes on trying before it fails. Default: 30 s.</summary>
    public TimeSpan PublishPatience { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>Time.</summary>
    public TimeProvider Time { get; init; } = TimeProvider.System;
}
