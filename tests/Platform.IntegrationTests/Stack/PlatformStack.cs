using System.Globalization;
using System.Net.Http.Json;
using System.Text.Json;
using System.Text.Json.Nodes;
using Platform.Contracts.Names;
using Platform.IntegrationTests.Road;
using Platform.Load.Faults;
using StackExchange.Redis;

namespace Platform.IntegrationTests.Stack;

/// <summary>What a stack consists of.</summary>
internal sealed record StackShape
{
    public int Publishers { get; init; } = 1;

    public int Edges { get; init; } = 2;

    public bool Doors { get; init; } = true;

    /// <summary>Settings for all services, beside those that the stack needs.</summary>
    public IReadOnlyDictionary<string, string> Settings { get; init; } = new Dictionary<string, string>();

    /// <summary>Settings for the publishers alone; they go before the others.</summary>
    public IReadOnlyDictionary<string, string> PublisherSettings { get; init; } = new Dictionary<string, string>();

    /// <summary>As whom the services connect to RabbitMQ, <c>name:password</c>; else as the tests do.</summary>
    public string? RabbitMqUser { get; init; }

    /// <summary>Where the services find the servers, when not directly.</summary>
    public FaultProxy? RabbitMqProxy { get; init; }

    /// <summary>Several ways to RabbitMQ, which look like the nodes of a cluster.</summary>
    public IReadOnlyList<FaultProxy> RabbitMqProxies { get; init; } = [];

    public FaultProxy? RedisProxy { get; init; }

    /// <summary>Where the edge nodes alone find Redis.</summary>
    public FaultProxy? EdgeRedisProxy { get; init; }

    /// <summary>Another Redis than the tests' own, as the services are told of it.</summary>
    public string? RedisUrl { get; init; }
}

/// <summary>The whole product on one machine: its services as processes, on a virtual host and under a key prefix of their own.</summary>
internal sealed class PlatformStack : IAsyncDisposable
{
    private readonly VirtualHost _host;
    private readonly string _prefix;
    private readonly KeySpace? _keys;
    private readonly List<IAsyncDisposable> _clients = [];

    private PlatformStack(VirtualHost host, KeySpace? keys, string prefix, StackShape shape)
    {
        _host = host;
        _keys = keys;
        _prefix = prefix;
        Logs = Path.Combine(AppContext.BaseDirectory, "logs", prefix);
        var settings = new Dictionary<string, string>(shape.Settings)
        {
            ["Redis__Url"] = shape.RedisUrl ?? (shape.RedisProxy?.Via(keys!.Url) ?? keys!.Url).ToString(),
            ["RabbitMq__Url"] = RabbitMqUrl(shape, host.Url),
            ["Redis__KeyPrefix"] = prefix,
        };

        var publisherSettings = new Dictionary<string, string>(settings);
        foreach (var (key, value) in shape.PublisherSettings)
        {
            publisherSettings[key] = value;
        }

        var edgeSettings = new Dictionary<string, string>(settings);
        if (shape.EdgeRedisProxy is { } edgeRedis)
        {
            edgeSettings["Redis__Url"] = edgeRedis.Via(keys!.Url).ToString();
        }

        Publishers = [.. Enumerable.Range(1, shape.Publishers).Select(n => new ServiceProcess("publisher", "Platform.Publisher", $"publisher_{n}", Logs, publisherSettings))];
        Edges = [.. Enumerable.Range(1, shape.Edges).Select(n => new ServiceProcess("edge/node", "Platform.Edge", $"edge_{n}", Logs, edgeSettings))];
        Ingest = Service("ingest", "Platform.Ingest", "ingest");
        Metrics = Service("metrics", "Platform.Metrics", "metrics");
        settings = new Dictionary<string, string>(settings) { ["Gateway__Ingest__0"] = Ingest.Url.ToString(), ["Gateway__Metrics__0"] = Metrics.Url.ToString() };
        for (var i = 0; i < Edges.Count; i++)
        {
            settings[$"Gateway__Edges__{i.ToString(CultureInfo.InvariantCulture)}"] = Edges[i].Url.ToString();
        }

        Gateway = Service("edge/gateway", "Platform.Gateway", "gateway");
        HasDoors = shape.Doors;

        ServiceProcess Service(string project, string assembly, string name) => new(project, assembly, name, Logs, settings);
    }

    public IReadOnlyList<ServiceProcess> Publishers { get; }

    public IReadOnlyList<ServiceProcess> Edges { get; }

    public ServiceProcess Ingest { get; }

    public ServiceProcess Metrics { get; }

    public ServiceProcess Gateway { get; }

    public bool HasDoors { get; }

    /// <summary>The folder of all logs.</summary>
    public string Logs { get; }

    public Uri RabbitMq => _host.Url;

    public RedisNames Names => new(_prefix);

    /// <summary>The tests' own Redis.</summary>
    public IDatabase Redis => _keys!.Database;

    private IEnumerable<ServiceProcess> All =>
        HasDoors ? [.. Publishers, .. Edges, Ingest, Metrics, Gateway] : [.. Publishers, .. Edges];

    public static async Task<PlatformStack> StartAsync(Servers servers, StackShape? shape = null)
    {
        var stack = await PrepareAsync(servers, shape);
        try
        {
            await stack.StartAsync();
        }
        catch
        {
            // What did not get ready on a busy machine must not make it busier.
            await stack.DisposeAsync();
            throw;
        }

        return stack;
    }

    /// <summary>A stack of which nothing runs yet.</summary>
    public static async Task<PlatformStack> PrepareAsync(Servers servers, StackShape? shape = null)
    {
        var prefix = $"test-{Guid.NewGuid():N}"[..20];
        var keys = shape?.RedisUrl is not null ? null : await KeySpace.CreateAsync(servers, prefix);
        return new PlatformStack(await VirtualHost.CreateAsync(servers, prefix), keys, prefix, shape ?? new StackShape());
    }

    public Task SetPolicyAsync(string name, string pattern, object definition) => _host.SetPolicyAsync(name, pattern, definition);

    public Task ImportAsync(JsonObject definitions) => _host.ImportAsync(definitions);

    /// <summary>Starts all that belongs to it, and waits until it is ready.</summary>
    public async Task StartAsync()
    {
        foreach (var service in All)
        {
            service.Start();
        }

        foreach (var service in All)
        {
            await service.WaitUntilReadyAsync(TestContext.Current.CancellationToken);
        }
    }

    public async Task<string> TokenAsync(string subject, string[]? channels = null, string scope = "", int expiresIn = 3600)
    {
        using var http = new HttpClient { BaseAddress = Edges[0].Url };
        using var answer = await http.PostAsJsonAsync(Routes.DevToken, new { sub = subject, role = "agent", channels = channels ?? [], scope, expires_in = expiresIn });
        return (await answer.EnsureSuccessStatusCode().Content.ReadFromJsonAsync<JsonElement>()).GetProperty("token").GetString()!;
    }

    /// <summary>A client that is connected, through the gateway or to a node.</summary>
    public async Task<EventClient> ConnectAsync(string subject, string[]? channels = null, ServiceProcess? at = null)
    {
        var client = new EventClient((at ?? (HasDoors ? Gateway : Edges[0])).Url, await TokenAsync(subject, channels));
        _clients.Add(client);
        await client.StartAsync();
        return client;
    }

    /// <summary>A producer with a connection of its own to RabbitMQ.</summary>
    public async Task<EventProducer> ProduceAsync()
    {
        var producer = await EventProducer.OpenAsync(_host.Url);
        _clients.Add(producer);
        return producer;
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var client in _clients)
        {
            await client.DisposeAsync();
        }

        foreach (var service in (IEnumerable<ServiceProcess>)[.. Publishers, .. Edges, Ingest, Metrics, Gateway])
        {
            await service.DisposeAsync();
        }

        await _host.DisposeAsync();
        if (_keys is not null)
        {
            await _keys.DisposeAsync();
        }
    }

    private static string RabbitMqUrl(StackShape shape, Uri url)
    {
        if (shape.RabbitMqUser?.Split(':') is [var name, var password])
        {
            url = new UriBuilder(url) { UserName = name, Password = password }.Uri;
        }

        return shape.RabbitMqProxies is []
            ? (shape.RabbitMqProxy?.Via(url) ?? url).ToString()
            : $"{url.Scheme}://{url.UserInfo}@{string.Join(',', shape.RabbitMqProxies.Select(proxy => proxy.Via(url).Authority))}{url.AbsolutePath}";
    }
}
