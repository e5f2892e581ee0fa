using System.Net.Sockets;
using System.Text;

namespace Platform.IntegrationTests.Security;

/// <summary>A TCP connection on which anything may be sent.</summary>
internal sealed class RawHttp : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly TcpClient _tcp = new();

    public static async Task<RawHttp> ConnectAsync(Uri server)
    {
        var raw = new RawHttp();
        await raw._tcp.ConnectAsync(server.Host, server.Port, TestContext.Current.CancellationToken);
        return raw;
    }

    /// <summary>A WebSocket to the hub, as far as the upgrade. On a busy machine the gateway may have taken its one node for gone, for a moment.</summary>
    public static async Task<RawHttp> UpgradeAsync(Uri server, string token)
    {
        for (var deadline = DateTime.UtcNow + Patience; ; await Task.Delay(500, TestContext.Current.CancellationToken))
        {
            var raw = await ConnectAsync(server);
            var answer = await raw.AskForUpgradeAsync(server, token);
            if (answer.StartsWith("HTTP/1.1 503 ", StringComparison.Ordinal) && DateTime.UtcNow < deadline)
            {
                await raw.DisposeAsync();
                continue;
            }

            Assert.StartsWith("HTTP/1.1 101 ", answer, StringComparison.Ordinal);
            return raw;
        }
    }

    private async Task<string> AskForUpgradeAsync(Uri server, string token)
    {
        await SendAsync(
            $"GET /hubs/events?access_token={token} HTTP/1.1\r\nHost: {server.Authority}\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n"
            + "Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==\r\n\r\n");
        var answer = new StringBuilder();
        var one = new byte[1];
        while (!answer.ToString().EndsWith("\r\n\r\n", StringComparison.Ordinal))
        {
            await _tcp.GetStream().ReadExactlyAsync(one, TestContext.Current.CancellationToken);
            answer.Append((char)one[0]);
        }

        return answer.ToString();
    }

    public Task SendAsync(string text) => SendAsync(Encoding.ASCII.GetBytes(text));

    public async Task SendAsync(byte[] bytes) => await _tcp.GetStream().WriteAsync(bytes, TestContext.Current.CancellationToken);

    /// <summary>Sends on and on until the server has had enough, or the limit is reached.</summary>
    public async Task<bool> IsCutOffWithinAsync(byte[] bytes, int times)
    {
        try
        {
            for (var i = 0; i < times; i++)
            {
                await SendAsync(bytes);
            }

            return false;
        }
        catch (IOException)
        {
            return true;
        }
    }

    /// <summary>All that comes until the server closes the connection; it must do so by itself.</summary>
    public async Task<string> ReadToEndAsync()
    {
        using var all = new MemoryStream();
        try
        {
            await _tcp.GetStream().CopyToAsync(all, TestContext.Current.CancellationToken).WaitAsync(Patience);
        }
        catch (Exception e) when (e is IOException or InvalidOperationException)
        {
            // Cut off; the socket itself may have noticed before.
        }

        return Encoding.Latin1.GetString(all.ToArray());
    }

    public ValueTask DisposeAsync()
    {
        _tcp.Dispose();
        return ValueTask.CompletedTask;
    }
}
