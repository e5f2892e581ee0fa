using System.Buffers.Text;
using System.IO.Hashing;
using System.Text;
using System.Text.Json;
using Microsoft.Net.Http.Headers;
using Platform.Contracts.Names;

namespace Platform.Gateway.Canary;

/// <summary>
/// Where in 0 … 100 a user stands: the same place on every gateway, at every time. The token is read and not checked, since only
/// a share depends on it; the edge checks it. Without a token it is the client's address that counts.
/// </summary>
internal static class UserHash
{
    private const string Bearer = "Bearer ";
    private const int Steps = 10_000;

    public static double PlaceOf(HttpContext context)
    {
        var user = Subject(context.Request) ?? context.Connection.RemoteIpAddress?.ToString() ?? "";
        return XxHash64.HashToUInt64(Encoding.UTF8.GetBytes(user)) % Steps * 100.0 / Steps;
    }

    private static string? Subject(HttpRequest request) =>
        Token(request)?.Split('.') is [_, var claims, _] ? SubjectOf(claims) : null;

    private static string? Token(HttpRequest request) =>
        request.Headers[HeaderNames.Authorization].ToString() is { } header && header.StartsWith(Bearer, StringComparison.OrdinalIgnoreCase)
            ? header[Bearer.Length..].Trim()
            : request.Query["access_token"].ToString();

    private static string? SubjectOf(string claims)
    {
        try
        {
            using var document = JsonDocument.Parse(Base64Url.DecodeFromChars(claims));
            return document.RootElement is { ValueKind: JsonValueKind.Object } root
                && root.TryGetProperty(Claims.Subject, out var subject) && subject.ValueKind == JsonValueKind.String
                    ? subject.GetString()
                    : null;
        }
        catch (Exception e) when (e is JsonException or FormatException or InvalidOperationException)
        {
            return null;
        }
    }
}
