using System.Security.Claims;
using Names = Platform.Contracts.Names.Claims;

namespace Platform.ServiceDefaults.Security;

/// <summary>
/// What of a token is kept. A connection holds its token's claims for as long as it lasts; as the library reads them they hold the
/// token too, with every claim twice, several KB in all.
/// </summary>
internal static class KnownClaims
{
    private static readonly HashSet<string> Types =
        [Names.Subject, Names.Role, Names.Channels, Names.Scope, Names.TokenId, Names.IssuedAt, Names.ExpiresAt];

    /// <summary>The same identity, with the claims that the services read and nothing else.</summary>
    public static ClaimsPrincipal Of(ClaimsIdentity token)
    {
        var kept = new ClaimsIdentity(token.AuthenticationType, token.NameClaimType, token.RoleClaimType);
        foreach (var claim in token.Claims)
        {
            if (Types.TryGetValue(claim.Type, out var type))
            {
                kept.AddClaim(new Claim(type, claim.Value));
            }
        }

        return new ClaimsPrincipal(kept);
    }
}
