using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json.Nodes;

namespace Platform.IntegrationTests.Stack;

/// <summary>A virtual host of its own: no test sees another's queues.</summary>
internal sealed class VirtualHost : IAsyncDisposable
{
    private readonly HttpClient _management;
    private readonly string _name;
    private readonly List<string> _users = [];

    private VirtualHost(HttpClient management, string name, Uri url)
    {
        _management = management;
        _name = name;
        Url = url;
    }

    public Uri Url { get; }

    public static async Task<VirtualHost> CreateAsync(Servers servers, string name)
    {
        var user = servers.RabbitMqManagement.UserInfo is { Length: > 0 } info ? info : servers.RabbitMq.UserInfo;
        var management = new HttpClient { BaseAddress = new UriBuilder(servers.RabbitMqManagement) { UserName = "", Password = "" }.Uri };
        management.DefaultRequestHeaders.Authorization =
            new AuthenticationHeaderValue("Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes(Uri.UnescapeDataString(user))));

        (await management.PutAsync($"/api/vhosts/{name}", null)).EnsureSuccessStatusCode();
        (await management.PutAsJsonAsync(
            $"/api/permissions/{name}/{user.Split(':')[0]}", new { configure = ".*", write = ".*", read = ".*" })).EnsureSuccessStatusCode();
        return new VirtualHost(management, name, new UriBuilder(servers.RabbitMq) { Path = name }.Uri);
    }

    /// <summary>Puts a limit on queues, as an operator would.</summary>
    public async Task SetPolicyAsync(string name, string pattern, object definition) =>
        (await _management.PutAsJsonAsync(
            $"/api/policies/{_name}/{name}", new { pattern, definition, priority = 1, applyTo = "queues" })).EnsureSuccessStatusCode();

    /// <summary>Imports definitions, as an operator would; the users of theirs go with this.</summary>
    public async Task ImportAsync(JsonObject definitions)
    {
        _users.AddRange(definitions["users"]!.AsArray().Select(user => user!["name"]!.GetValue<string>()));
        (await _management.PostAsJsonAsync("/api/definitions", definitions)).EnsureSuccessStatusCode();
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var user in _users)
        {
            await _management.DeleteAsync($"/api/users/{user}");
        }

        await _management.DeleteAsync($"/api/vhosts/{_name}");
        _management.Dispose();
    }
}
