using System.Globalization;
using System.Security.Claims;

namespace Platform.ServiceDefaults.Security;

/// <summary>A token that was believed: whom it names, what it allows, and until when.</summary>
/// <param name="user">Its claims.</param>
public sealed class AccessToken(ClaimsPrincipal user)
{
    /// <summary>How far the clocks of who signs tokens and of who checks them may be apart.</summary>
    internal static readonly TimeSpan ClockSkew = TimeSpan.FromSeconds(5);

    /// <summary>Its claims.</summary>
    public ClaimsPrincipal User { get; } = user;

    /// <summary>Whom it names.</summary>
    public string? Subject { get; } = user.Subject();

    /// <summary>Its own id, where it has one.</summary>
    public string? Id { get; } = user.FindFirstValue(Contracts.Names.Claims.TokenId);

    /// <summary>The role it names, for statistics.</summary>
    public string Role { get; } = user.FindFirstValue(Contracts.Names.Claims.Role) ?? "none";

    /// <summary>When it was issued, where it says so.</summary>
    public DateTimeOffset? IssuedAt { get; } = Time(user, Contracts.Names.Claims.IssuedAt);

    /// <summary>When it ends.</summary>
    public DateTimeOffset ExpiresAt { get; } = Time(user, Contracts.Names.Claims.ExpiresAt) ?? DateTimeOffset.MinValue;

    /// <summary>Whether it has ended: from then on no door takes it any more.</summary>
    public bool IsOver(DateTimeOffset now) => now >= ExpiresAt + ClockSkew;

    private static DateTimeOffset? Time(ClaimsPrincipal user, string claim) =>
        double.TryParse(user.FindFirstValue(claim), NumberStyles.Float, CultureInfo.InvariantCulture, out var seconds)
            && seconds is > 0 and < 253_402_300_000
            ? DateTimeOffset.FromUnixTimeMilliseconds((long)(seconds * 1_000))
            : null;
}
