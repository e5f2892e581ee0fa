using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using Platform.Contracts.Names;
using Platform.IntegrationTests.Stack;

namespace Platform.IntegrationTests.Doors;

/// <summary>An HTTP answer with its JSON.</summary>
internal sealed record Answer(HttpStatusCode Status, string? Type, JsonElement Body, TimeSpan? RetryAfter);

/// <summary>Talks to the gateway as any HTTP client does.</summary>
internal sealed class HttpDoor(ServiceProcess service) : IDisposable
{
    private readonly HttpClient _http = new() { BaseAddress = service.Url, Timeout = TimeSpan.FromSeconds(20) };

    public Task<Answer> PublishAsync(
        object body, string? key = "dev-key", string contentType = "application/json", string? bearer = null, string? idempotencyKey = null)
    {
        var text = body as string ?? JsonSerializer.Serialize(body);
        var request = new HttpRequestMessage(HttpMethod.Post, Routes.Events) { Content = new ByteArrayContent(Encoding.UTF8.GetBytes(text)) };
        request.Content.Headers.ContentType = MediaTypeHeaderValue.Parse(contentType);
        Add(request, "X-API-Key", key);
        Add(request, "Idempotency-Key", idempotencyKey);
        return SendAsync(request, bearer);
    }

    public Task<Answer> GetAsync(string path, string? bearer = null, string? accept = null)
    {
        var request = new HttpRequestMessage(HttpMethod.Get, path);
        Add(request, "Accept", accept);
        return SendAsync(request, bearer);
    }

    public Task<Answer> PostAsync(string path, string body, string? bearer = null)
    {
        var request = new HttpRequestMessage(HttpMethod.Post, path) { Content = new StringContent(body, Encoding.UTF8, "application/json") };
        return SendAsync(request, bearer);
    }

    /// <summary>Asks for what must be refused: a WebSocket, or (to <c>/negotiate</c>) how to get one.</summary>
    public Task<Answer> ConnectAsync(string token, string? origin = null, string? forwardedFor = null, bool negotiate = false)
    {
        var request = new HttpRequestMessage(negotiate ? HttpMethod.Post : HttpMethod.Get, negotiate ? $"{Routes.Hub}/negotiate" : Routes.Hub);
        Add(request, "Origin", origin);
        Add(request, "X-Forwarded-For", forwardedFor);
        if (!negotiate)
        {
            Add(request, "Connection", "Upgrade");
            Add(request, "Upgrade", "websocket");
            Add(request, "Sec-WebSocket-Version", "13");
            Add(request, "Sec-WebSocket-Key", "AAAAAAAAAAAAAAAAAAAAAA==");
        }

        return SendAsync(request, token);
    }

    public void Dispose() => _http.Dispose();

    private async Task<Answer> SendAsync(HttpRequestMessage request, string? bearer)
    {
        using (request)
        {
            Add(request, "Authorization", bearer is null ? null : $"Bearer {bearer}");
            using var response = await _http.SendAsync(request);
            var text = await response.Content.ReadAsStringAsync();
            var json = text.StartsWith('{') ? JsonDocument.Parse(text).RootElement : default;
            var type = json.ValueKind == JsonValueKind.Object && json.TryGetProperty("type", out var value) ? value.GetString() : null;
            return new Answer(response.StatusCode, type, json, response.Headers.RetryAfter?.Delta);
        }
    }

    private static void Add(HttpRequestMessage request, string header, string? value)
    {
        if (value is not null)
        {
            request.Headers.TryAddWithoutValidation(header, value);
        }
    }
}
