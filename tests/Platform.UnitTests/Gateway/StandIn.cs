using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Platform.Contracts.Names;

namespace Platform.UnitTests.Gateway;

/// <summary>A server on a real port that stands where a service would, and does what a test tells it to.</summary>
internal sealed class StandIn : IAsyncDisposable
{
    // Below the ports that the kernel hands out: one that is given up for a while stays free to be taken again.
    private static int _lastPort = Random.Shared.Next(10_000, 25_000);

    private readonly IPAddress _ip;
    private readonly int _port;
    private WebApplication? _app;

    private StandIn(IPAddress ip, int? port)
    {
        _ip = ip;
        _port = port ?? FreePort();
    }

    public string Address => $"http://{_ip}:{_port}";

    public int Port => _port;

    public bool IsReady { get; set; } = true;

    public ConcurrentQueue<string> Requests { get; } = new();

    /// <summary>What it answers. Default: an echo on WebSockets, 200 else.</summary>
    public RequestDelegate Answer { get; set; } = EchoAsync;

    public static Task<StandIn> StartAsync() => StartAsync(IPAddress.Loopback);

    /// <summary>One of several that share a port, and a name.</summary>
    public static async Task<StandIn> StartAsync(IPAddress ip, int? port = null)
    {
        var standIn = new StandIn(ip, port);
        await standIn.ListenAsync();
        return standIn;
    }

    /// <summary>An address where nobody listens: a server of a moment ago.</summary>
    public static async Task<StandIn> GoneAsync()
    {
        var standIn = await StartAsync();
        await standIn.StopAsync();
        return standIn;
    }

    /// <summary>Listens, again on the same port.</summary>
    public async Task ListenAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(_ip, _port));
        _app = builder.Build();
        _app.UseWebSockets();
        _app.Run(RespondAsync);
        await _app.StartAsync();
    }

    /// <summary>Closes the port and every connection at once.</summary>
    public async Task StopAsync()
    {
        using var atOnce = new CancellationTokenSource(TimeSpan.Zero);
        await _app!.StopAsync(atOnce.Token);
        await _app.DisposeAsync();
        _app = null;
    }

    public async ValueTask DisposeAsync()
    {
        if (_app is not null)
        {
            await StopAsync();
        }
    }

    public static int FreePort()
    {
        while (true)
        {
            var port = Interlocked.Increment(ref _lastPort);
            try
            {
                using var probe = new TcpListener(IPAddress.Loopback, port);
                probe.Start();
                return port;
            }
            catch (SocketException)
            {
                // Somebody else's.
            }
        }
    }

    private Task RespondAsync(HttpContext context)
    {
        if (context.Request.Path == Routes.Ready)
        {
            context.Response.StatusCode = IsReady ? StatusCodes.Status200OK : StatusCodes.Status503ServiceUnavailable;
            return Task.CompletedTask;
        }

        Requests.Enqueue($"{context.Request.Method} {context.Request.Path}");
        return Answer(context);
    }

    private static async Task EchoAsync(HttpContext context)
    {
        if (!context.WebSockets.IsWebSocketRequest)
        {
            await context.Request.Body.CopyToAsync(Stream.Null);
            return;
        }

        using var socket = await context.WebSockets.AcceptWebSocketAsync();
        var buffer = new byte[1024];
        while (await socket.ReceiveAsync(buffer, context.RequestAborted) is { CloseStatus: null } received)
        {
            await socket.SendAsync(buffer.AsMemory(0, received.Count), received.MessageType, received.EndOfMessage, context.RequestAborted);
        }
    }
}
