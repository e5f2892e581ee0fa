using System.Security.Claims;
using Platform.Contracts.Channels;

namespace Platform.ServiceDefaults.Security;

/// <summary>What a token allows.</summary>
public static class Rights
{
    /// <summary>Whether the token holds the scope.</summary>
    public static bool HasScope(this ClaimsPrincipal principal, string scope) =>
        principal.FindAll(Contracts.Names.Claims.Scope)
            .Any(claim => claim.Value.Split(' ', StringSplitOptions.RemoveEmptyEntries).Contains(scope, StringComparer.Ordinal));

    /// <summary>The token's subject.</summary>
    public static string? Subject(this ClaimsPrincipal principal) => principal.FindFirstValue(Contracts.Names.Claims.Subject);

    /// <summary>Whether the token may read the channel: the user's own, and those that its patterns name.</summary>
    public static bool MayRead(this ClaimsPrincipal principal, string channel)
    {
        if (principal.Subject() is { } subject && channel == ChannelName.User(subject))
        {
            return true;
        }

        foreach (var claim in principal.FindAll(Contracts.Names.Claims.Channels))
        {
            if (ChannelPattern.Matches(claim.Value, channel))
            {
                return true;
            }
        }

        return false;
    }
}
