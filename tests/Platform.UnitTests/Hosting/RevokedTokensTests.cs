using System.Globalization;
using System.Security.Claims;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;
using Platform.Contracts.Revocations;
using Platform.ServiceDefaults.Security;
using Platform.ServiceDefaults.Security.Revocations;
using Claims = Platform.Contracts.Names.Claims;

namespace Platform.UnitTests.Hosting;

public sealed class RevokedTokensTests
{
    private readonly FakeTimeProvider _clock = new(DateTimeOffset.FromUnixTimeSeconds(1_000_000));
    private readonly RevokedTokens _revoked;

    public RevokedTokensTests() => _revoked = new RevokedTokens(Options.Create(new AuthOptions()), _clock);

    [Fact]
    public void A_users_tokens_are_void_up_to_the_moment_and_newer_ones_are_not()
    {
        _revoked.Add(new Revocation(Claims.Subject, "42", 1_000_000_500));

        Assert.True(_revoked.Contains(Token("42", issuedAt: 999_000)));
        Assert.True(_revoked.Contains(Token("42", issuedAt: 1_000_000)));
        Assert.True(_revoked.Contains(Token("42", issuedAt: null)));
        Assert.False(_revoked.Contains(Token("42", issuedAt: 1_000_001)));
        Assert.False(_revoked.Contains(Token("43", issuedAt: 999_000)));
    }

    [Fact]
    public void Of_two_revocations_the_later_one_holds_whichever_comes_first()
    {
        _revoked.Add(new Revocation(Claims.Subject, "42", 1_000_009_000));
        _revoked.Add(new Revocation(Claims.Subject, "42", 1_000_000_000));

        Assert.True(_revoked.Contains(Token("42", issuedAt: 1_000_005)));
    }

    [Fact]
    public void A_token_is_void_by_its_id_and_its_siblings_are_not()
    {
        _revoked.Add(new Revocation(Claims.TokenId, "one", 1_000_000_000));

        Assert.True(_revoked.Contains(Token("42", issuedAt: 2_000_000, id: "one")));
        Assert.False(_revoked.Contains(Token("42", issuedAt: 2_000_000, id: "two")));
    }

    [Fact]
    public void What_no_living_token_can_need_is_forgotten_and_nothing_before()
    {
        _revoked.Add(new Revocation(Claims.Subject, "42", 1_000_000_000));

        _clock.Advance(TimeSpan.FromHours(24));
        _revoked.Forget();
        Assert.Single(_revoked.All);
        _clock.Advance(TimeSpan.FromMinutes(6));
        _revoked.Forget();
        Assert.Empty(_revoked.All);
    }

    [Fact]
    public void What_is_known_already_is_no_news()
    {
        _revoked.Add(new Revocation(Claims.Subject, "42", 1_000_000_500));
        var version = _revoked.Version;

        _revoked.Add(new Revocation(Claims.Subject, "42", 1_000_000_500));
        _revoked.Add(new Revocation(Claims.Subject, "42", 1_000_000_000));
        Assert.Equal(version, _revoked.Version);
        _revoked.Add(new Revocation(Claims.Subject, "42", 1_000_000_501));
        _revoked.Add(new Revocation(Claims.TokenId, "42", 1_000_000_500));
        Assert.Equal(version + 2, _revoked.Version);
    }

    private static AccessToken Token(string subject, long? issuedAt, string? id = null)
    {
        List<Claim> claims = [new(Claims.Subject, subject), new(Claims.ExpiresAt, "2000000")];
        if (issuedAt is { } issued)
        {
            claims.Add(new(Claims.IssuedAt, issued.ToString(CultureInfo.InvariantCulture)));
        }

        if (id is not null)
        {
            claims.Add(new(Claims.TokenId, id));
        }

        return new AccessToken(new ClaimsPrincipal(new ClaimsIdentity(claims)));
    }
}
