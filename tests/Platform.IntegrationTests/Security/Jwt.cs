using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace Platform.IntegrationTests.Security;

/// <summary>Makes tokens by hand, good ones and others.</summary>
internal static class Jwt
{
    public const string DevelopmentKey = "platform-development-signing-key-public-and-therefore-worthless";

    public static string Hs256(object claims, string key = DevelopmentKey) =>
        Sign(new { alg = "HS256", typ = "JWT" }, claims, bytes => HMACSHA256.HashData(Encoding.UTF8.GetBytes(key), bytes));

    public static string Unsigned(object claims) => Sign(new { alg = "none", typ = "JWT" }, claims, _ => []);

    public static string Sign(object header, object claims, Func<byte[], byte[]> sign)
    {
        var text = $"{Encode(header)}.{Encode(claims)}";
        return $"{text}.{Base64Url.EncodeToString(sign(Encoding.ASCII.GetBytes(text)))}";
    }

    /// <summary>Claims as the platform asks for them.</summary>
    public static Dictionary<string, object> Claims(
        string subject, string issuer = "platform", string audience = "platform", int expiresIn = 3600, string[]? channels = null, int? issuedAgo = 0)
    {
        var now = DateTimeOffset.UtcNow.ToUnixTimeSeconds();
        var claims = new Dictionary<string, object>
        {
            ["iss"] = issuer,
            ["aud"] = audience,
            ["sub"] = subject,
            ["exp"] = now + expiresIn,
            ["channels"] = channels ?? [],
        };
        if (issuedAgo is { } ago)
        {
            claims["iat"] = now - ago;
        }

        return claims;
    }

    public static string Claim(string token, string name)
    {
        using var claims = JsonDocument.Parse(Base64Url.DecodeFromChars(token.Split('.')[1]));
        return claims.RootElement.GetProperty(name).ToString();
    }

    private static string Encode(object value) => Base64Url.EncodeToString(JsonSerializer.SerializeToUtf8Bytes(value));
}
