using System.Text.Json.Serialization;

namespace Platform.Contracts.Revocations;

/// <summary>One token, or all tokens of a user that were issued up to then, are worth nothing any more.</summary>
/// <param name="Claim">By which claim: <see cref="Names.Claims.Subject"/> or <see cref="Names.Claims.TokenId"/>.</param>
/// <param name="Value">The claim's value.</param>
/// <param name="At">When it was revoked: milliseconds since 1970.</param>
public sealed record Revocation(
    [property: JsonPropertyName("claim")] string Claim,
    [property: JsonPropertyName("value")] string Value,
    [property: JsonPropertyName("at")] long At);

/// <summary>All that is revoked, as an edge node tells the services that don't hear it from Redis.</summary>
public sealed record RevocationList
{
    /// <summary>The revocations, in any order.</summary>
    public required IReadOnlyList<Revocation> Revocations { get; init; }
}
