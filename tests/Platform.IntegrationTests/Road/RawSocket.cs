using System.Net.WebSockets;
using System.Text;
using Platform.Contracts.Names;

namespace Platform.IntegrationTests.Road;

/// <summary>The hub's protocol by hand, to see messages in the order of their bytes.</summary>
internal sealed class RawSocket : IAsyncDisposable
{
    private const char End = '\u001e';

    private readonly ClientWebSocket _socket = new();

    public static async Task<RawSocket> ConnectAsync(Uri server, string token, Action<ClientWebSocketOptions>? configure = null)
    {
        var raw = await OpenAsync(server, token, configure);
        await raw.SayHelloAsync();
        return raw;
    }

    /// <summary>A socket that has not said a word yet.</summary>
    public static async Task<RawSocket> OpenAsync(Uri server, string token, Action<ClientWebSocketOptions>? configure = null)
    {
        var raw = new RawSocket();
        configure?.Invoke(raw._socket.Options);
        var url = new UriBuilder(server) { Scheme = "ws", Path = Routes.Hub, Query = $"access_token={token}" }.Uri;
        await raw._socket.ConnectAsync(url, TestContext.Current.CancellationToken);
        return raw;
    }

    /// <summary>SignalR's handshake.</summary>
    public Task SayHelloAsync() => SendAsync("""{"protocol":"json","version":1}""");

    public Task SendAsync(string message) => _socket.SendAsync(
        Encoding.UTF8.GetBytes(message + End), WebSocketMessageType.Text, endOfMessage: true, TestContext.Current.CancellationToken);

    public async Task<IReadOnlyList<string>> ReadUntilAsync(Predicate<string> last)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        patience.CancelAfter(TimeSpan.FromSeconds(20));
        List<string> messages = [];
        var text = new StringBuilder();
        var buffer = new byte[16 * 1024];
        while (!messages.Exists(last))
        {
            var received = await _socket.ReceiveAsync(buffer, patience.Token);
            text.Append(Encoding.UTF8.GetString(buffer, 0, received.Count));
            if (received.EndOfMessage)
            {
                messages.AddRange(text.ToString().Split(End, StringSplitOptions.RemoveEmptyEntries));
                text.Clear();
            }
        }

        return messages;
    }

    /// <summary>All that comes until the server ends it, in order or not.</summary>
    public async Task<IReadOnlyList<string>> ReadToEndAsync()
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        patience.CancelAfter(TimeSpan.FromSeconds(60));
        var text = new StringBuilder();
        var buffer = new byte[16 * 1024];
        try
        {
            while (await _socket.ReceiveAsync(buffer, patience.Token) is { MessageType: not WebSocketMessageType.Close } received)
            {
                text.Append(Encoding.UTF8.GetString(buffer, 0, received.Count));
            }
        }
        catch (WebSocketException)
        {
            // Cut off.
        }

        return text.ToString().Split(End, StringSplitOptions.RemoveEmptyEntries);
    }

    public ValueTask DisposeAsync()
    {
        _socket.Dispose();
        return ValueTask.CompletedTask;
    }
}
