using System.Buffers.Text;
using System.Security.Cryptography;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Platform.IntegrationTests.Security;

/// <summary>A small OIDC authority: its metadata, and the keys that it publishes now.</summary>
internal sealed class Authority : IAsyncDisposable
{
    private readonly WebApplication _app;
    private int _keys;

    private Authority(WebApplication app)
    {
        _app = app;
        Current = NewKey();
    }

    public string Url => _app.Urls.First();

    /// <summary>The one key that is published.</summary>
    public (string Id, RSA Key) Current { get; private set; }

    public static async Task<Authority> StartAsync()
    {
        var builder = WebApplication.CreateBuilder();
        builder.Logging.ClearProviders();
        var authority = new Authority(builder.Build());
        authority._app.Urls.Add("http://127.0.0.1:0");
        authority._app.MapGet("/.well-known/openid-configuration", () => Results.Json(
            new { issuer = authority.Url, jwks_uri = $"{authority.Url}/keys" }));
        authority._app.MapGet("/keys", () => Results.Json(new { keys = new[] { authority.Published() } }));
        await authority._app.StartAsync();
        return authority;
    }

    /// <summary>A new key takes the place of the old one, which is no longer published.</summary>
    public void Rotate() => Current = NewKey();

    public string Token(Dictionary<string, object> claims, (string Id, RSA Key)? by = null)
    {
        var (id, key) = by ?? Current;
        return Jwt.Sign(
            new { alg = "RS256", typ = "JWT", kid = id }, claims, bytes => key.SignData(bytes, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1));
    }

    public async ValueTask DisposeAsync() => await _app.DisposeAsync();

    private (string Id, RSA Key) NewKey() => ($"key-{++_keys}", RSA.Create(2048));

    private object Published()
    {
        var key = Current.Key.ExportParameters(includePrivateParameters: false);
        return new
        {
            kty = "RSA",
            use = "sig",
            alg = "RS256",
            kid = Current.Id,
            n = Base64Url.EncodeToString(key.Modulus),
            e = Base64Url.EncodeToString(key.Exponent),
        };
    }
}
