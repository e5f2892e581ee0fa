using Platform.Client.Access;

namespace Platform.Client;

/// <summary>How the platform is to be used.</summary>
public sealed class PlatformClientOptions
{
    /// <summary>
    /// Gives the token, each time that one is needed: for each connection, and shortly before the present one ends. Throw
    /// <see cref="AccessDeniedException"/> where another attempt would not help.
    /// </summary>
    public required Func<CancellationToken, Task<string>> GetToken { get; init; }

    /// <summary>A key for publishing, where the token has no scope <c>publish</c>.</summary>
    public string? ApiKey { get; init; }

    /// <summary>How long publishing goes on trying before it fails. Default: 30 s.</summary>
    public TimeSpan PublishPatience { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>Whether to tell the platform how long events took as this client saw it. Default: <c>false</c>.</summary>
    public bool ReportLatency { get; init; }

    /// <summary>Time.</summary>
    public TimeProvider Time { get; init; } = TimeProvider.System;
}
