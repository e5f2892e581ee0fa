using System.Text;
using System.Text.Json.Serialization;
using Microsoft.Extensions.Options;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;
using Platform.Contracts.Names;
using Platform.ServiceDefaults.Security;

namespace Platform.Edge.Doors;

/// <summary>Gives out tokens to whoever asks: in Development only, which is on loopback only.</summary>
internal static class DevTokenDoor
{
    private const int DefaultLifetimeSeconds = 3600;

    public static void MapDevToken(this WebApplication app)
    {
        // With an authority there is no key to sign with, and tokens are to be had there.
        if (app.Environment.IsDevelopment() && app.Services.GetRequiredService<IOptions<AuthOptions>>().Value.SigningKey is not null)
        {
            app.MapPost(Routes.DevToken, (TokenWish wish, IOptions<AuthOptions> auth, TimeProvider clock) =>
                TypedResults.Json(new { token = Sign(wish, auth.Value, clock) }));
        }
    }

    private static string Sign(TokenWish wish, AuthOptions auth, TimeProvider clock)
    {
        var key = new SymmetricSecurityKey(Encoding.UTF8.GetBytes(auth.SigningKey!));
        var now = clock.GetUtcNow().UtcDateTime;
        // A lifetime below zero makes a token that is over already, to see what a client is told then.
        var expires = now.AddSeconds(wish.ExpiresIn ?? DefaultLifetimeSeconds);
        return new JsonWebTokenHandler().CreateToken(new SecurityTokenDescriptor
        {
            Issuer = auth.Issuer,
            Audience = auth.Audience,
            IssuedAt = now,
            NotBefore = expires < now ? expires : now,
            Expires = expires,
            SigningCredentials = new SigningCredentials(key, SecurityAlgorithms.HmacSha256),
            Claims = new Dictionary<string, object>
            {
                [Claims.Subject] = wish.Subject,
                [Claims.TokenId] = Guid.CreateVersion7().ToString("N"),
                [Claims.Role] = wish.Role,
                [Claims.Channels] = wish.Channels,
                [Claims.Scope] = wish.Scope,
            },
        });
    }

    private sealed record TokenWish
    {
        [JsonPropertyName("sub")]
        public required string Subject { get; init; }

        [JsonPropertyName("role")]
        public string Role { get; init; } = "user";

        [JsonPropertyName("channels")]
        public string[] Channels { get; init; } = [];

        [JsonPropertyName("scope")]
        public string Scope { get; init; } = "";

        [JsonPropertyName("expires_in")]
        public int? ExpiresIn { get; init; }
    }
}
