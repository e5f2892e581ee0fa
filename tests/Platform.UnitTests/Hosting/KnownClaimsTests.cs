using System.Security.Claims;
using Platform.ServiceDefaults.Security;
using Names = Platform.Contracts.Names.Claims;

namespace Platform.UnitTests.Hosting;

public sealed class KnownClaimsTests
{
    [Fact]
    public void No_claim_that_has_a_name_here_is_dropped()
    {
        var names = typeof(Names).GetFields().Select(field => (string)field.GetRawConstantValue()!).ToList();

        var kept = KnownClaims.Of(new ClaimsIdentity(names.Select(name => new Claim(name, "1"))));

        Assert.Equal(names, kept.Claims.Select(claim => claim.Type));
    }

    [Fact]
    public void Of_a_token_only_what_the_services_read_is_kept()
    {
        var token = new ClaimsIdentity(
            [
                new(Names.Subject, "42"), new(Names.Role, "agent"), new(Names.Channels, "location:*"), new(Names.Channels, "topic:a"),
                new(Names.Scope, "admin"), new(Names.TokenId, "t1"), new(Names.IssuedAt, "1"), new(Names.ExpiresAt, "4000000000"),
                new("email", "someone@example.com"), new("iss", "https://id.example.com"),
            ],
            "Federation", Names.Subject, Names.Role);

        var kept = KnownClaims.Of(token);

        Assert.Equal(
            [(Names.Subject, "42"), (Names.Role, "agent"), (Names.Channels, "location:*"), (Names.Channels, "topic:a"),
                (Names.Scope, "admin"), (Names.TokenId, "t1"), (Names.IssuedAt, "1"), (Names.ExpiresAt, "4000000000")],
            kept.Claims.Select(claim => (claim.Type, claim.Value)));
        Assert.True(kept.Identity!.IsAuthenticated);
        Assert.Equal("42", kept.Identity.Name);
        Assert.True(kept.IsInRole("agent"));
        Assert.True(kept.MayRead("location:7") && kept.MayRead("topic:a") && !kept.MayRead("topic:b"));
    }
}
