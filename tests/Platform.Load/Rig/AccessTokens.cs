using System.Buffers.Text;
using System.Net;
using System.Net.Http.Json;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;
using Platform.Contracts.Names;

namespace Platform.Load.Rig;

/// <summary>
/// Tokens for clients: signed here when the target's key is known, else asked from its <c>/dev/token</c>. A user's token is
/// made once, since a real client also comes back with the one that it has.
/// </summary>
internal sealed class AccessTokens(HttpClient gateway, string? signingKey, string? sharedToken = null)
{
    private const string Role = "load";
    private static readonly string[] Channels = ["topic:*"];

    private readonly Dictionary<string, string> _tokens = [];

    public async Task<string> ForAsync(string subject, CancellationToken cancellationToken)
    {
        if (sharedToken is not null)
        {
            return sharedToken;
        }

        lock (_tokens)
        {
            if (_tokens.TryGetValue(subject, out var known))
            {
                return known;
            }
        }

        var token = signingKey is null ? await AskAsync(subject, cancellationToken) : Sign(subject, signingKey, DateTimeOffset.UtcNow);
        lock (_tokens)
        {
            return _tokens[subject] = token;
        }
    }

    /// <summary>The gateway did not take it any more: the next one is new.</summary>
    public void Discard(string subject)
    {
        lock (_tokens)
        {
            _tokens.Remove(subject);
        }
    }

    internal static string Sign(string subject, string key, DateTimeOffset now)
    {
        var header = Encode(new { alg = "HS256", typ = "JWT" });
        var claims = Encode(new
        {
            iss = "platform",
            aud = "platform",
            sub = subject,
            role = Role,
            channels = Channels,
            nbf = now.AddMinutes(-1).ToUnixTimeSeconds(),
            exp = now.AddDays(1).ToUnixTimeSeconds(),
        });
        var signature = HMACSHA256.HashData(Encoding.UTF8.GetBytes(key), Encoding.ASCII.GetBytes($"{header}.{claims}"));
        return $"{header}.{claims}.{Base64Url.EncodeToString(signature)}";
    }

    private static string Encode<T>(T value) => Base64Url.EncodeToString(JsonSerializer.SerializeToUtf8Bytes(value));

    private async Task<string> AskAsync(string subject, CancellationToken cancellationToken)
    {
        while (true)
        {
            using var answer = await gateway.PostAsJsonAsync(Routes.DevToken, new { sub = subject, role = Role, channels = Channels }, cancellationToken);
            if (answer.StatusCode == HttpStatusCode.TooManyRequests)
            {
                await Task.Delay(answer.Headers.RetryAfter?.Delta ?? TimeSpan.FromSeconds(1), cancellationToken);
                continue;
            }

            if (!answer.IsSuccessStatusCode)
            {
                throw new CannotRunException(
                    $"{gateway.BaseAddress}{Routes.DevToken[1..]} answered {(int)answer.StatusCode}; it exists in Development only. Give the deployment's key with --signing-key.");
            }

            return (await answer.Content.ReadFromJsonAsync<TokenAnswer>(cancellationToken))!.Token;
        }
    }

    private sealed record TokenAnswer([property: JsonPropertyName("token")] string Token);
}
