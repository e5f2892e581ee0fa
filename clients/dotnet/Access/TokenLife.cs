using System.Buffers.Text;
using System.Text.Json;
using Platform.Contracts.Names;

namespace Platform.Client.Access;

/// <summary>How long a token lives, as it says itself: nothing of it is believed, the nodes check it.</summary>
internal static class TokenLife
{
    // A minute before the end, or a fifth of a shorter life.
    private const double BeforeMs = 60_000;

    /// <summary>How long until a newer one is wanted; <c>null</c> where the token does not tell. Unit: ms.</summary>
    public static double? LeftMs(string token, double now)
    {
        if (Read(token) is not { } claims || Seconds(claims, Claims.ExpiresAt) is not { } ends)
        {
            return null;
        }

        var lifeMs = (ends - Seconds(claims, Claims.IssuedAt)) * 1_000 ?? double.PositiveInfinity;
        return (ends * 1_000) - now - Math.Min(BeforeMs, lifeMs / 5);
    }

    private static double? Seconds(JsonElement claims, string name) =>
        claims.TryGetProperty(name, out var claim) && claim.ValueKind == JsonValueKind.Number ? claim.GetDouble() : null;

    private static JsonElement? Read(string token)
    {
        try
        {
            return token.Split('.') is [_, var payload, ..] && JsonSerializer.Deserialize<JsonElement>(Base64Url.DecodeFromChars(payload)) is { ValueKind: JsonValueKind.Object } claims
                ? claims
                : null;
        }
        catch (Exception e) when (e is FormatException or JsonException)
        {
            return null;
        }
    }
}
