using System.Collections.Concurrent;
using System.Net.WebSockets;
using System.Text;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Mvc.Testing;
using Microsoft.Extensions.Logging;
using Platform.Contracts.Names;
using Platform.Gateway;

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

    private GatewayUnderTest(StandIn ingest, StandIn[] edges, StandIn metrics, Action<Dictionary<string, string>>? configure)
    {
        _settings["Gateway:Ingest:0"] = ingest.Address;
        _settings["Gateway:Metrics:0"] = metrics.Address;
        for (var i = 0; i < edges.Length; i++)
        {
            _settings[$"Gateway:Edges:{i}"] = edges[i].Address;
        }

        configure?.Invoke(_settings);
    }

    public ConcurrentQueue<string> Lines { get; } = new();

    public HttpClient Http { get; private set; } = null!;

    public static GatewayUnderTest Start(
        StandIn ingest, StandIn[] edges, StandIn metrics, Action<Dictionary<string, string>>? configure = null)
    {
        var gateway = new GatewayUnderTest(ingest, edges, metrics, configure);
        gateway.UseKestrel();
        gateway.StartServer();
        gateway.Http = gateway.CreateClient();
        return gateway;
    }

    /// <summary>A gateway with one stand-in for all services.</summary>
    public static GatewayUnderTest Start(StandIn all, Action<Dictionary<string, string>>? configure = null) => Start(all, [all], all, configure);

    public async Task BecomesReadyAsync() => await EventuallyAsync(async () => (await Http.GetAsync(Routes.Ready)).IsSuccessStatusCode);

    /// <summary>Opens a WebSocket to the hub's path and has one word echoed.</summary>
    public async Task EchoAsync(string query = "")
    {
        using var socket = new ClientWebSocket();
        using var enough = new CancellationTokenSource(TimeSpan.FromSeconds(10));
        await socket.ConnectAsync(new Uri($"ws://{Http.BaseAddress!.Authority}{Routes.Hub}{query}"), enough.Token);
        await socket.SendAsync("word"u8.ToArray(), WebSocketMessageType.Text, true, enough.Token);
        var buffer = new byte[16];
        var received = await socket.ReceiveAsync(buffer, enough.Token);
        Assert.Equal("word", Encoding.UTF8.GetString(buffer, 0, received.Count));
    }

    public static async Task EventuallyAsync(Func<Task<bool>> isSo)
    {
        using var enough = new CancellationTokenSource(TimeSpan.FromSeconds(10));
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

        builder.ConfigureLogging(logging => logging.ClearProviders().AddProvider(this));
    }

    ILogger ILoggerProvider.CreateLogger(string categoryName) => this;

    bool ILogger.IsEnabled(LogLevel logLevel) => true;

    IDisposable? ILogger.BeginScope<TState>(TState state) => null;

    void ILogger.Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
        Lines.Enqueue($"{formatter(state, exception)} {exception}");
}
