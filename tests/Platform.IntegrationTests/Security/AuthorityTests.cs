using System.Net;
using System.Security.Cryptography;
using System.Text;
using Platform.Contracts.Names;
using Platform.IntegrationTests.Doors;
using Platform.IntegrationTests.Road;
using Platform.IntegrationTests.Stack;

namespace Platform.IntegrationTests.Security;

/// <summary>Tokens of an OIDC authority, whose keys are fetched and followed.</summary>
public sealed class AuthorityTests(Servers servers)
{
    private const string History = "/api/v1/channels/topic:oidc/history";

    [Fact]
    public async Task Keys_of_an_authority_are_followed_when_they_change_and_other_tokens_are_refused()
    {
        await using var authority = await Authority.StartAsync();
        await using var stack = await PlatformStack.StartAsync(servers, new StackShape
        {
            Edges = 1,
            Doors = false,
            Settings = new Dictionary<string, string> { ["Auth__Authority"] = authority.Url },
        });
        using var door = new HttpDoor(stack.Edges[0]);
        var first = authority.Current;
        var token = authority.Token(Claims());

        Assert.Equal(HttpStatusCode.OK, await StatusAsync(token));
        await RefusedAsync(authority.Token(Claims(issuer: "https://elsewhere.example")));
        await RefusedAsync(authority.Token(Claims(audience: "another")));
        await RefusedAsync(authority.Token(Claims(expiresIn: -60)));
        await RefusedAsync(authority.Token(Claims(), by: (first.Id, RSA.Create(2048))));
        await RefusedAsync(authority.Token(Claims(expiresIn: 48 * 3600)));
        await RefusedAsync(Jwt.Unsigned(Claims()));
        await RefusedAsync(Jwt.Hs256(Claims()));
        // The public key is public: as the secret of an HS256 token it must be worth nothing.
        foreach (var secret in (byte[][])[first.Key.ExportSubjectPublicKeyInfo(), Encoding.UTF8.GetBytes(first.Key.ExportSubjectPublicKeyInfoPem()), first.Key.ExportParameters(false).Modulus!])
        {
            await RefusedAsync(Jwt.Sign(new { alg = "HS256", typ = "JWT", kid = first.Id }, Claims(), bytes => HMACSHA256.HashData(secret, bytes)));
        }

        await using var client = new EventClient(stack.Edges[0].Url, token);
        await client.StartAsync();

        authority.Rotate();
        var next = authority.Token(Claims());
        await UntilAsync(next, HttpStatusCode.OK);
        await UntilAsync(token, HttpStatusCode.Unauthorized);

        // A connection takes tokens of the new key too, and none of the old one.
        Assert.True((await client.RefreshAsync(next)).ExpiresAt > 0);
        var refusal = await Assert.ThrowsAnyAsync<Exception>(() => client.RefreshAsync(token));
        Assert.Contains("invalid_token", refusal.Message, StringComparison.Ordinal);
        Assert.True((await client.PingAsync()).Milliseconds > 0);

        Dictionary<string, object> Claims(string? issuer = null, string audience = "platform", int expiresIn = 3600) =>
            Jwt.Claims("oidc", issuer ?? authority.Url, audience, expiresIn, ["topic:oidc"]);

        async Task<HttpStatusCode> StatusAsync(string jwt) => (await door.GetAsync(History, jwt)).Status;

        async Task RefusedAsync(string jwt)
        {
            var answer = await door.GetAsync(History, jwt);
            Assert.Equal((HttpStatusCode.Unauthorized, ProblemTypes.Unauthorized), (answer.Status, answer.Type));
        }

        async Task UntilAsync(string jwt, HttpStatusCode status)
        {
            for (var deadline = DateTime.UtcNow.AddSeconds(60); await StatusAsync(jwt) != status; await Task.Delay(100, TestContext.Current.CancellationToken))
            {
                Assert.True(DateTime.UtcNow < deadline, $"Never {status}.");
            }
        }
    }
}
