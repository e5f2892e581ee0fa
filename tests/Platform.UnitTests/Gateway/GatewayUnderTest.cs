using System.Collections.Concurrent;
using System.Net.WebSockets;
using System.Text;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Mvc.Testing;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Platform.Contracts.Names;
using Platform.Gateway;
using Platform.Gateway.Discovery;

namespace Platform.UnitTests.Gateway;

/// <summary>The gateway as its Program.cs builds it, on a real port, before stand-ins.</summary>
internal sealed class GatewayUnderTest : WebApplicationFactory<GatewayOptions>, ILoggerProvider, ILogger
{
    private readonly Dictionary<string, string> _settings = new()
    {
        ["urls"] = "http://127.0.0.1:0",
        ["Gateway:ProbeIntervalMilliseconds"] = "100",
        ["Gateway:ShutdownSeconds"] = "0",
    };

    private GatewayUnderTest(Action<FakeNames>? names, StandIn ingest, StandIn[] edges, StandIn metrics, Action<Dictionary<string, string>>? configure)
    {
        _settings["Gateway:Ingest:0"] = ingest.Address;
        _settings["Gateway:Metrics:0"] = metrics.Address;
        for (var i = 0; i < edges.Length; i++)
        {
            _settings[$"Gateway:Edges:{i}"] = edges[i].Address;
        }

        configure?.Invoke(_settings);
        names?.Invoke(Names);
    }

    /// <summary>The names that the gateway resolves.</summary>
    public FakeNames Names { get; } = new();

    public ConcurrentQueue<string> Lines { get; } = new();

    public HttpClient Http { get; private set; } = null!;

    public static GatewayUnderTest Start(
        StandIn ingest, StandIn[] edges, StandIn metrics, Action<Dictionary<string, string>>? configure = null, Action<FakeNames>? names = null)
    {
        var gateway = new GatewayUnderTest(names, ingest, edges, metrics, configure);
        gateway.UseKestrel();
        gateway.StartServer();
        gateway.Http = gateway.CreateClient();
        return gateway;
    }

    /// <summary>A gateway with one stand-in for all services.</summary>
    public static GatewayUnderTest Start(StandIn all, Action<Dictionary<string, string>>? configure = null, Action<FakeNames>? names = null) =>
        Start(all, [all], all, configure, names);

    /// <summary>Changes the configuration of a gateway that runs; <c>null</c> takes a value away.</summary>
    public void Change(params (string Key, string? Value)[] settings)
    {
        var configuration = (IConfigurationRoot)Services.GetRequiredService<IConfiguration>();
        foreach (var (key, value) in settings)
        {
            configuration[key] = value;
        }

        configuration.Reload();
    }

    public async Task BecomesReadyAsync() => await EventuallyAsync(async () => (await Http.GetAsync(Routes.Ready)).IsSuccessStatusCode);

    /// <summary>Opens a WebSocket to the hub's path and has one word echoed.</summary>
    public async Task EchoAsync(string query = "")
    {
        using var socket = await ConnectAsync(query);
        await EchoAsync(socket);
    }

    /// <summary>Opens a WebSocket to the hub's path, and leaves it open.</summary>
    public async Task<ClientWebSocket> ConnectAsync(string query = "")
    {
        var socket = new ClientWebSocket();
        using var enough = new CancellationTokenSource(TimeSpan.FromSeconds(20));
        await socket.ConnectAsync(new Uri($"ws://{Http.BaseAddress!.Authority}{Routes.Hub}{query}"), enough.Token);
        return socket;
    }

    public static async Task EchoAsync(WebSocket socket)
    {
        using var enough = new CancellationTokenSource(TimeSpan.FromSeconds(20));
        await socket.SendAsync("word"u8.ToArray(), WebSocketMessageType.Text, true, enough.Token);
        var buffer = new byte[16];
        var received = await socket.ReceiveAsync(buffer, enough.Token);
        Assert.Equal("word", Encoding.UTF8.GetString(buffer, 0, received.Count));
    }

    public static async Task EventuallyAsync(Func<Task<bool>> isSo)
    {
        using var enough = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        while (!await isSo())
        {
            await Task.Delay(20, enough.Token);
        }
    }

    protected override void ConfigureWebHost(IWebHostBuilder builder)
    {
        foreach (var (key, value) in _settings)
        {
            builder.UseSetting(key, value);
        }

        builder.ConfigureServices(services => services.AddSingleton<INameLookup>(Names));
        builder.ConfigureLogging(logging => logging.ClearProviders().AddProvider(this));
    }

    ILogger ILoggerProvider.CreateLogger(string categoryName) => this;

    bool ILogger.IsEnabled(LogLevel logLevel) => true;

    IDisposable? ILogger.BeginScope<TState>(TState state) => null;

    void ILogger.Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
        Lines.Enqueue($"{formatter(state, exception)} {exception}");
}
