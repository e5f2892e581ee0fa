using Microsoft.Extensions.Options;

namespace Platform.ServiceDefaults.Security;

/// <summary>
/// Refuses tokens that live longer than a revocation is remembered: a revoked token must never become valid again. One that does
/// not say when it was issued counts by what is left of it.
/// </summary>
internal sealed class LongestTokenLife(IOptions<AuthOptions> options, TimeProvider clock) : ITokenRule
{
    public string? Refuse(AccessToken token) =>
        token.ExpiresAt - (token.IssuedAt ?? clock.GetUtcNow()) > TimeSpan.FromHours(options.Value.MaxTokenLifetimeHours) + AccessToken.ClockSkew
            ? $"The token lives longer than {options.Value.MaxTokenLifetimeHours} hours, the most that is allowed here."
            : null;
}
