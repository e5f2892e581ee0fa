namespace Platform.Ingest.Producers;

/// <summary>A producer's key and its rights.</summary>
public sealed class ApiKeyOptions
{
    /// <summary>Whose key it is, for people. Required.</summary>
    public string Name { get; set; } = "";

    /// <summary>The key itself, at least 16 characters; better: <see cref="KeySha256"/>. One of the two is required.</summary>
    public string? Key { get; set; }

    /// <summary>The SHA-256 of the key in hex, so that no secret stands in the configuration: <c>printf %s KEY | sha256sum</c>.</summary>
    public string? KeySha256 { get; set; }

    /// <summary>The channels that it may publish to: names, or beginnings that end in <c>*</c>. Default: all.</summary>
    public IReadOnlyList<string>? Channels { get; set; }

    /// <summary>The lanes that it may publish to: <c>critical</c>, <c>high</c>, <c>normal</c>. Default: all.</summary>
    public IReadOnlyList<string>? Lanes { get; set; }
}
