using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Mvc.Testing;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;
using Platform.Contracts.Names;
using Platform.Ingest;
using Platform.ServiceDefaults.Security;

namespace Platform.UnitTests.Ingest;

/// <summary>Ingest as its Program.cs builds it, with a broker that is away.</summary>
internal sealed class IngestUnderTest(params (string Name, string Value)[] settings) : WebApplicationFactory<IngestOptions>
{
    public const string DevelopmentKey = "dev-key";

    public async Task<Answer> PostAsync(
        string body, string? key = DevelopmentKey, string? token = null, string contentType = "application/json", string? idempotencyKey = null)
    {
        using var http = CreateClient();
        using var request = new HttpRequestMessage(HttpMethod.Post, Routes.Events);
        request.Content = new ByteArrayContent(Encoding.UTF8.GetBytes(body));
        request.Content.Headers.ContentType = MediaTypeHeaderValue.Parse(contentType);
        request.Headers.Authorization = token is null ? null : new AuthenticationHeaderValue("Bearer", token);
        Add(request, "X-API-Key", token is null ? key : null);
        Add(request, "Idempotency-Key", idempotencyKey);
        using var response = await http.SendAsync(request, TestContext.Current.CancellationToken);
        using var json = JsonDocument.Parse(await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
        return new Answer((int)response.StatusCode, json.RootElement.Clone(), response.Headers);
    }

    public static string Token(string? scope, TimeSpan lifetime) => new JsonWebTokenHandler().CreateToken(new SecurityTokenDescriptor
    {
        Issuer = "platform",
        Audience = "platform",
        NotBefore = DateTime.UtcNow.AddHours(-1),
        Expires = DateTime.UtcNow + lifetime,
        Claims = new Dictionary<string, object> { [Claims.Subject] = "42", [Claims.Scope] = scope ?? "" },
        SigningCredentials = new SigningCredentials(
            new SymmetricSecurityKey(Encoding.UTF8.GetBytes(AuthOptions.DevelopmentSigningKey)), SecurityAlgorithms.HmacSha256),
    });

    protected override void ConfigureWebHost(IWebHostBuilder builder)
    {
        builder.UseEnvironment(Environments.Development);
        builder.UseSetting("RabbitMq:Url", "amqp://guest:guest@127.0.0.1:1/");
        foreach (var (name, value) in settings)
        {
            builder.UseSetting(name, value);
        }

        builder.ConfigureLogging(logging => logging.ClearProviders());
    }

    private static void Add(HttpRequestMessage request, string header, string? value)
    {
        if (value is not null)
        {
            request.Headers.Add(header, value);
        }
    }
}

internal sealed record Answer(int Status, JsonElement Body, HttpResponseHeaders Headers)
{
    public string? Type => Body.GetProperty("type").GetString();

    public string Detail => Body.GetProperty("detail").GetString()!;

    public (int Index, string? Code)[] Errors =>
        [.. Body.GetProperty("errors").EnumerateArray().Select(error => (error.GetProperty("index").GetInt32(), error.GetProperty("code").GetString()))];
}
