using System.Text.Json.Serialization;
using Platform.Contracts.Names;
using Platform.ServiceDefaults.Security;

namespace Platform.Edge.Revocations;

/// <summary>One token, or all tokens of a user that were issued up to then, are worth nothing any more.</summary>
/// <param name="Claim">By which claim: <see cref="Claims.Subject"/> or <see cref="Claims.TokenId"/>.</param>
/// <param name="Value">The claim's value.</param>
/// <param name="At">When it was revoked: milliseconds since 1970.</param>
internal sealed record Revocation(
    [property: JsonPropertyName("claim")] string Claim,
    [property: JsonPropertyName("value")] string Value,
    [property: JsonPropertyName("at")] long At)
{
    // The clocks of nodes, and of who signs tokens, are not quite the same.
    private static readonly TimeSpan Slack = TimeSpan.FromMinutes(5);

    /// <summary>For how long it must be remembered: then every token that was issued before it has ended.</summary>
    public static TimeSpan KeptFor(AuthOptions options) => TimeSpan.FromHours(options.MaxTokenLifetimeHours) + Slack;
}
